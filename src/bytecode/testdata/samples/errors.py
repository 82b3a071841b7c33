def try_except():
    try:
        a()
    except A:
        b()
    except (B, C) as e:
        c(e)
    except:
        raise
    else:
        d()
    e()

def try_finally():
    try:
        return a()
    finally:
        b()

def try_all():
    for i in x:
        try:
            if i: continue
            if i > 1: break
            return i
        except A as e:
            return e
        except B:
            continue
        finally:
            print('finally')

def return_in_finally():
    try:
        return 1
    finally:
        return 2

def with_statement():
    with a as b, c() as (d, e):
        print(b)
    with a: return f(a)

def with_loop():
    for x in y:
        with x:
            if x: break
            continue

async def async_with():
    async with a as b:
        return await b
    try:
        await a
    except A:
        await b
    finally:
        await c
