from tests.web.finder.test_hostile import *
from tests.web.finder.test_hostile import _resource, _members, _value, _CLASSES
from tests.web.finder import test_hostile as H
import time, traceback, sys
U = lambda n: resource_uri(ctid_of(n))
N = 10_000
long = {"en": "a" * 1_000_000}
def many(make, n=N): return [make(i) for i in range(n)]
blank = lambda i: f"_:b{i}"
BOMBS = {
 "longword": lambda: [_resource(1, ceterms__name={"en":"w"*10_000}, ceterms__description={"en":"w"*10_000}, ceterms__keyword={"en":["k"*10_000]}, ceterms__subjectWebpage="https://a.example/"+"x"*10_000)],
 "longtext": lambda: [_resource(1, ceterms__name=long, ceterms__description=long, ceterms__keyword={"en":["b"*1_000_000]}, ceterms__subjectWebpage="https://a.example/"+"x"*1_000_000, ceterms__codedNotation="c"*1_000_000, ceterms__nonsense=long)],
 "words": lambda: [_resource(1, ceterms__description={"en": "many words " * 100_000}, ceterms__requires=[{"@type":"ceterms:ConditionProfile","ceterms:description":{"en":"word "*200_000}}])],
 "conditions": lambda: [_resource(1, ceterms__requires=many(lambda i: {"@type":"ceterms:ConditionProfile","ceterms:name":{"en":f"c{i}"},"ceterms:description":{"en":f"do {i}"},"ceterms:submissionOf":[f"https://a.example/{i}"]}))],
 "alternatives": lambda: [_resource(1, ceterms__requires=[{"@type":"ceterms:ConditionProfile","ceterms:alternativeCondition":many(lambda i: {"@type":"ceterms:ConditionProfile","ceterms:name":{"en":f"c{i}"},"ceterms:targetCredential":[U(i+10)]})}])],
 "costs": lambda: [_resource(1, ceterms__estimatedCost=many(lambda i: {"@type":"ceterms:CostProfile","ceterms:name":{"en":f"c{i}"},"ceterms:price":i,"ceterms:currency":"USD","ceterms:directCostType":{"@type":"ceterms:CredentialAlignmentObject","ceterms:targetNodeName":{"en":f"t{i}"}}}))],
 "currencies": lambda: [_resource(1, ceterms__estimatedCost=many(lambda i: {"@type":"ceterms:CostProfile","ceterms:price":i,"ceterms:currency":f"C{i}"}))],
 "durations": lambda: [_resource(1, ceterms__estimatedDuration=many(lambda i: {"@type":"ceterms:DurationProfile","ceterms:exactDuration":f"P{i}D"}))],
 "places": lambda: [_resource(1, ceterms__availableAt=many(lambda i: {"@type":"ceterms:Place","ceterms:addressLocality":{"en":f"t{i}"},"ceterms:latitude":i/200,"ceterms:longitude":i/100}))],
 "offers": lambda: [_resource(1, "ceterms:CredentialOrganization", ceterms__offers=many(lambda i:U(i+10)), ceterms__owns=many(lambda i:U(i+10)))],
 "members": lambda: [_resource(1, "ceterms:Collection", ceterms__hasMember=many(lambda i:U(i+10)))],
 "parts": lambda: [_resource(1, "ceterms:LearningProgram", ceterms__hasPart=many(lambda i:U(i+10)), ceterms__isPartOf=many(lambda i:U(i+10)))],
 "languages": lambda: [_resource(1, ceterms__name={f"aa-x-l{i}":f"n{i}" for i in range(5000)}, ceterms__description={f"aa-x-l{i}":f"n{i}" for i in range(5000)}, ceterms__keyword={f"aa-x-l{i}":[f"n{i}"] for i in range(5000)})],
 "keywords": lambda: [_resource(1, ceterms__keyword={"en":many(lambda i:f"k{i}")}, ceterms__subject=many(lambda i:{"@type":"ceterms:CredentialAlignmentObject","ceterms:targetNodeName":{"en":f"s{i}"},"ceterms:targetNode":f"https://a.example/{i}","ceterms:framework":f"https://f.example/{i}"}), ceterms__sameAs=many(lambda i:f"https://a.example/{i}"), ceterms__identifier=many(lambda i:{"@type":"ceterms:IdentifierValue","ceterms:identifierValueCode":f"v{i}"}))],
 "unknown": lambda: [_resource(1, **{f"ceterms__unknown{i}":f"v{i}" for i in range(N)})],
 "alltypes": lambda: [dict(_resource(1), **{"@type":["ceterms:Certificate","<b>","x:y"]})],
 "nested": lambda: [_resource(1, ceterms__requires=__import__("functools").reduce(lambda a,_: {"@type":"ceterms:ConditionProfile","ceterms:alternativeCondition":[a]}, range(25), {"@type":"ceterms:ConditionProfile","ceterms:name":{"en":"bottom"}}))],
 "nestedwide": lambda: [_resource(1, ceterms__requires=__import__("functools").reduce(lambda a,_: {"@type":"ceterms:ConditionProfile","ceterms:name":{"en":"n"},"ceterms:alternativeCondition":[a]*2}, range(11), {"@type":"ceterms:ConditionProfile","ceterms:name":{"en":"bottom"}}))],
 "nestedlists": lambda: [_resource(1, ceterms__requires=__import__("functools").reduce(lambda a,_: [a], range(50), "x"), ceterms__name=__import__("functools").reduce(lambda a,_: [a], range(50), "x"), ceterms__keyword=__import__("functools").reduce(lambda a,_: {"@value":a}, range(50), "x"))],
 "blankdag": lambda: [_resource(1, ceterms__requires=["_:b0"])]+[{"@id":blank(i),"@type":"ceterms:ConditionProfile","ceterms:name":{"en":f"b{i}"},"ceterms:alternativeCondition":[blank(i+1),blank(i+1)],"ceterms:targetCredential":[blank(i+1)]} for i in range(40)],
 "blankdag2": lambda: [_resource(1, ceterms__unknown=["_:b0"], ceterms__jurisdiction=["_:b0"], ceterms__subject=["_:b0"])]+[{"@id":blank(i),"@type":"ceterms:Thing","ceterms:unknown":[blank(i+1),blank(i+2)],"ceterms:jurisdiction":[blank(i+1),blank(i+2),blank(i+3)]} for i in range(40)],
 "blankcycle": lambda: [_resource(1, ceterms__requires=["_:a"], ceterms__estimatedCost=["_:a"], ceterms__availableAt=["_:b"], ceterms__hasPart=["_:a"])]+[{"@id":"_:a","@type":"ceterms:ConditionProfile","ceterms:alternativeCondition":["_:b"],"ceterms:estimatedCost":["_:b"],"ceterms:address":["_:b"]},{"@id":"_:b","@type":"ceterms:ConditionProfile","ceterms:alternativeCondition":["_:a"],"ceterms:estimatedCost":["_:a"],"ceterms:address":["_:a"]}],
 "framework": lambda: [_resource(1,"ceasn:CompetencyFramework", ceasn__hasTopChild=many(lambda i:U(i+10)))]+many(lambda i:_resource(i+10,"ceasn:Competency",ceasn__competencyText={"en":f"Know {i}"},ceasn__isPartOf=U(1),ceasn__isTopChildOf=U(1))),
 "frameworkdeep": lambda: [_resource(1,"ceasn:CompetencyFramework", ceasn__hasTopChild=[U(10)])]+many(lambda i:_resource(i+10,"ceasn:Competency",ceasn__competencyText={"en":f"Know {i}"},ceasn__isPartOf=U(1),ceasn__isChildOf=U(i+9),ceasn__hasChild=[U(i+11)]),2000),
 "scheme": lambda: [_resource(1,"skos:ConceptScheme", skos__hasTopConcept=many(lambda i:U(i+10)))]+many(lambda i:_resource(i+10,"skos:Concept",skos__prefLabel={"en":f"C {i}"},skos__inScheme=U(1),skos__topConceptOf=U(1))),
 "pathway": lambda: [_resource(1,"ceterms:Pathway", ceterms__hasPart=many(lambda i:blank(i),3000), ceterms__hasDestinationComponent=["_:b0"])]+[{"@id":blank(i),"@type":"ceterms:CourseComponent","ceterms:name":{"en":f"P{i}"},"ceterms:hasChild":[blank(i*2+1),blank(i*2+2)],"ceterms:prerequisite":[blank((i*7)%3000)],"ceterms:isPartOf":U(1)} for i in range(3000)],
 "pathwaycyc": lambda: [_resource(1,"ceterms:Pathway", ceterms__hasPart=many(lambda i:blank(i),30), ceterms__hasDestinationComponent=["_:b0"])]+[{"@id":blank(i),"@type":"ceterms:CourseComponent","ceterms:name":{"en":f"P{i}"},"ceterms:hasChild":[blank((i*2+1)%30),blank(i)],"ceterms:prerequisite":[blank((i*7)%30),blank(i)],"ceterms:precedes":[blank((i+1)%30)],"ceterms:isPartOf":U(1),"ceterms:hasCondition":[{"@type":"ceterms:ComponentCondition","ceterms:requiredNumber":10**30,"ceterms:targetComponent":[blank(i)],"ceterms:hasCondition":[{"@type":"ceterms:ComponentCondition","ceterms:requiredNumber":-5,"ceterms:targetComponent":"x"}]}]} for i in range(30)],
 "dataset": lambda: [_resource(1,"qdata:DataSetProfile", qdata__about=[U(2)], qdata__hasObservation=many(lambda i:{"@type":"qdata:Observation","schema:value":1e308,"qdata:percentage":i,"qdata:isObservationOf":U(2),"qdata:atPoint":[f"_:p{i}"]},3000)), _resource(2,"ceterms:Certificate", ceterms__aggregateData=[{"@type":"ceterms:AggregateDataProfile","ceterms:medianEarnings":1e308,"ceterms:lowEarnings":-1e308,"ceterms:highEarnings":"NaN","ceterms:currency":"<b>","ceterms:relevantDataSet":[U(1)]}]*200)],
 "transfer": lambda: [_resource(1,"ceterms:TransferValueProfile", ceterms__transferValue=many(lambda i:{"@type":"schema:QuantitativeValue","schema:value":i,"schema:unitText":{"@type":"ceterms:CredentialAlignmentObject","ceterms:targetNode":"creditUnit:DegreeCredit"}},3000), ceterms__transferValueFrom=many(lambda i:U(i+10)), ceterms__transferValueFor=many(lambda i:U(i+10)))],
 "actions": lambda: [_resource(1, ceterms__accreditedBy=many(lambda i:U(i+10)), ceterms__approvedIn=many(lambda i:{"@type":"ceterms:JurisdictionProfile","ceterms:assertedBy":[U(i+10)],"ceterms:mainJurisdiction":[{"@type":"ceterms:Place","ceterms:name":{"en":f"J{i}"}}]},3000))],
 "occupations": lambda: [_resource(1,"ceterms:Occupation", ceterms__hasJob=many(lambda i:U(i+10)), ceterms__hasTask=many(lambda i:U(i+10)), ceterms__requiresCompetency=many(lambda i:U(i+10)), ceterms__specialization=many(lambda i:U(i+10)))],
 "pointing": lambda: [_resource(1)]+many(lambda i:_resource(i+10,"ceterms:Course",ceterms__isPartOf=U(1),ceterms__isPreparationFor=[U(1)],ceterms__isRequiredFor=[U(1)]),3000),
 "rubric": lambda: [_resource(1,"ceasn:Rubric", ceasn__hasRubricCriterion=many(lambda i:blank(i),500), ceasn__hasRubricLevel=many(lambda i:f"_:l{i}",200))]+[{"@id":blank(i),"@type":"ceasn:RubricCriterion","ceasn:name":{"en":"c"},"ceasn:hasCriterionLevel":[f"_:k{i}"]} for i in range(500)]+[{"@id":f"_:l{i}","@type":"ceasn:RubricLevel","ceasn:name":{"en":"l"}} for i in range(200)]+[{"@id":f"_:k{i}","@type":"ceasn:CriterionLevel","ceasn:levelOf":[f"_:l{j}" for j in range(200)],"ceasn:benchmarkText":{"en":"b"}} for i in range(500)],
 "competencies": lambda: [_resource(1,"ceterms:Course", ceterms__teaches=many(lambda i:{"@type":"ceterms:CredentialAlignmentObject","ceterms:targetNode":U(i+10),"ceterms:targetNodeName":{"en":f"k{i}"},"ceterms:framework":f"https://f.example/{i}"}))],
 "contacts": lambda: [_resource(1,"ceterms:CredentialOrganization", ceterms__address=many(lambda i:{"@type":"ceterms:Place","ceterms:streetAddress":{"en":f"s{i}"},"ceterms:targetContactPoint":[{"@type":"ceterms:ContactPoint","ceterms:email":[f"a{i}@b.example"],"ceterms:telephone":[f"{i}"]}]}), ceterms__email=many(lambda i:f"a{i}@b.example"), ceterms__socialMedia=many(lambda i:f"https://a.example/{i}"), ceterms__department=many(lambda i:U(i+10)))],
}
@on_sqlite
@pytest.mark.parametrize("name", list(BOMBS))
def test_bomb(app_client, name, capsys):
    items = BOMBS[name]()
    t=time.process_time()
    try:
        publish_anything(app_client, document(*items))
    except Exception as e:
        with capsys.disabled(): print(f"\n{name}: NOT TAKEN {type(e).__name__} {str(e)[:200]}")
        return
    t1=time.process_time()
    out=[f"publish {t1-t:.1f}s"]
    page=f"/resources/{ctid_of(1)}"
    for label,path in (("page",page),("hist",page+"?view=history"),("diff",page+"?view=history&from=0&to=1"),("cite",page+"?view=cite"),("card","/embed"+page),("cmp",f"/compare?id={ctid_of(1)}&id={ctid_of(10)}"),("map","/find?view=map"),("find","/find"),("home","/"),("bib",page+"?view=cite.bib"),("csl",page+"?view=cite.json"),("csv",page+"?view=outcomes.csv"),("oemb",f"/oembed?url=http://registry.test{page}"),("atom","/find.atom")):
        t=time.process_time()
        try:
            r=app_client.get(path,headers=BROWSER)
            h=harm(r.text)[:2] if "html" in r.headers["content-type"] else []
            pr=problems(r.text)[:3] if "html" in r.headers["content-type"] and label!="card" and len(r.text)<500_000 and r.status_code==200 else []
            dt=time.process_time()-t
            big = "!" if len(r.content)>400_000 else ""
            if big or dt>1 or r.status_code not in (200,) or h or pr or label=="page": out.append(f"{label} {r.status_code} {len(r.content)//1000}KB{big} {dt:.1f}s {h or ''} {pr or ''}")
        except BaseException as e:
            tb=traceback.extract_tb(e.__traceback__)
            out.append(f"{label} RAISED {type(e).__name__}: {str(e)[:150]} @ {[f'{f.filename.split(chr(47))[-1]}:{f.lineno}' for f in tb if 'opencredreg' in f.filename][-4:]}")
    with capsys.disabled(): print("\n"+name+": "+"; ".join(out))
