from tests.web.finder.test_x_explore import *
import cProfile, pstats, re, os
@on_sqlite
def test_sz(app_client):
    name=os.environ["B"]
    publish_anything(app_client, document(*BOMBS[name]()))
    page=f"/resources/{ctid_of(1)}"
    t=app_client.get(page,headers=BROWSER).text
    print("TOTAL",len(t))
    for part in re.split(r'(?=<section id=)',t): print(len(part), part[:70].replace("\n"," "))
    if name=="keywords":
        import threading
        from opencredreg.web.finder.results import results_page
        from opencredreg.finder.results import find_results
        from opencredreg.finder.asked import Asked
        from opencredreg.finder.subject import look
        from opencredreg.registry.communities import get_community
        with app_client.node.database.read() as c: com=get_community(c,None)
        p=cProfile.Profile(); p.enable()
        with look(app_client.node,com) as l: find_results(l,Asked())
        p.disable(); pstats.Stats(p).sort_stats("cumtime").print_stats(22)
