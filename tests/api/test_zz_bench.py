import sys,time,threading,statistics
sys.path.insert(0,"/work/wt/batch27")
from tests.api.bodies import *
def test_bench(caller, context):
    acme=caller("filer"); other=caller("filer","other")
    items=[complaint(reference=f"R-{n}",targets=[{"url":f"{ITEM}{n}"}]) for n in range(1000)]
    lat=[];stop=threading.Event()
    def run():
        n=0
        while not stop.is_set():
            t=time.perf_counter(); r=other.post("/complaints",complaint(targets=[{"url":f"{ITEM}x{n}" if 0 else ITEM+str(10**6+n)}])); lat.append(time.perf_counter()-t); n+=1
            assert r.status_code==201
            stop.wait(0.05)
    th=threading.Thread(target=run); th.start()
    t=time.perf_counter(); a=acme.post("/complaints/batch",{"complaints":items}); took=time.perf_counter()-t
    stop.set(); th.join()
    d=a.get_json(); print("STATUS",a.status_code,d.get("filed"),d.get("refused"))
    lat.sort(); open("/tmp/c27/b/bench.out","a").write(f"1000 in {took:.1f}s filed {d.get('filed')}; other: n={len(lat)} med={statistics.median(lat):.3f} p95={lat[int(len(lat)*.95)]:.3f} max={lat[-1]:.3f}\n")
    t=time.perf_counter(); a=acme.post("/complaints/batch",{"complaints":items}); took=time.perf_counter()-t
    open("/tmp/c27/b/bench.out","a").write(f"again: {took:.1f}s {sum(i['repeated'] for i in a.get_json()['items'])}\n")
    items=[{**i,"dry_run":True,"reference":"X"+i["reference"]} for i in items]
    t=time.perf_counter(); a=acme.post("/complaints/batch",{"complaints":items}); took=time.perf_counter()-t
    open("/tmp/c27/b/bench.out","a").write(f"dry: {took:.1f}s\n")
