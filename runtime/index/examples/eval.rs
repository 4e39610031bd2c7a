//! throw-away
use std::io::Write;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let docs: Vec<index::Document> = std::fs::read_to_string(&args[1]).unwrap().lines().map(|line| {
        let f: Vec<&str> = line.split('\x1f').collect();
        index::Document { method: f[0].into(), path: f[1].into(), name: f[2].into(), tag: f[3].into(), summary: f[4].into(),
            description: f[5].into(), parameters: format!("{} {}", f[6], f[7]), body: format!("{} {}", f[8], f[9]), deprecated: !f[10].is_empty(), ..Default::default() }
    }).collect();
    let t = std::time::Instant::now();
    let bytes: &'static [u8] = index::build(&docs, None).unwrap().leak();
    let built = t.elapsed();
    let mut opens = Vec::new();
    for _ in 0..200 { let t = std::time::Instant::now(); std::hint::black_box(index::Index::open(bytes).unwrap()); opens.push(t.elapsed()); }
    opens.sort();
    let index = index::Index::open(bytes).unwrap();
    let mut out = std::io::BufWriter::new(std::fs::File::create(&args[3]).unwrap());
    let (mut weak, mut n) = (0, 0);
    let mut times = Vec::new();
    for line in std::fs::read_to_string(&args[2]).unwrap().lines() {
        let (id, query) = line.split_once('\x1f').unwrap();
        let t = std::time::Instant::now();
        let hits = index.search(query, 50);
        times.push(t.elapsed());
        n += 1; weak += usize::from(hits.weak);
        let ranked: Vec<String> = hits.hits.iter().map(|h| format!("{{\"method\":{:?},\"path\":{:?}}}", docs[h.ordinal].method, docs[h.ordinal].path)).collect();
        writeln!(out, "{{\"id\":{id:?},\"ranked\":[{}]}}", ranked.join(",")).unwrap();
    }
    times.sort();
    eprintln!("# docs {} bytes {} build {built:?} open p50 {:?} p90 {:?} query p50 {:?} p99 {:?} weak {weak}/{n}", docs.len(), bytes.len(), opens[100], opens[180], times[times.len()/2], times[times.len()*99/100]);
}
