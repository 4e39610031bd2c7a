//! Documents as mocks, and requests to them.

use std::collections::BTreeMap;
use std::path::Path;

use mock::{Credentials, Fill, Mock, Options, RawRequest};

/// Made-up credentials for the schemes that the documents declare.
const CREDENTIALS: [(&str, &str); 2] = [("X-Shop-Key", "k"), ("Authorization", "Bearer abc")];

/// The mock of a document.
pub(crate) fn mock(document: &str) -> Mock {
    Mock::new(document, Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// The mock of a folder of `tests/golden`, with all its files.
pub(crate) fn golden(name: &str) -> Mock {
    golden_with(name, Options::default())
}

/// The same under options.
pub(crate) fn golden_with(name: &str, options: Options) -> Mock {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../golden").join(name);
    let mut files = BTreeMap::new();
    read(&folder, &folder, &mut files);
    let document = files.remove("openapi.yaml").unwrap();
    Mock::new(&document, Options { files, ..options }).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn read(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            files.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// Sends a call (`POST /teas`) with a media type and content; what is wrong has to mention `expected`,
/// and nothing may be wrong where that is empty.
pub(crate) fn check(mock: &Mock, call: &str, content: (&str, &str), expected: &str) {
    let (method, target) = call.split_once(' ').unwrap();
    let (media_type, body) = content;
    let mut headers = CREDENTIALS.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    if !media_type.is_empty() {
        headers.push(("Content-Type".to_owned(), media_type.to_owned()));
    }
    let (method, target, body) = (method.to_owned(), target.to_owned(), body.as_bytes().to_vec());
    let exchange = mock.exchange(RawRequest { method, target, headers, body });
    let violations = exchange.violations.iter().map(|one| format!("{}: {}", one.place, one.message));
    let found = violations.collect::<Vec<_>>().join("\n");
    assert_eq!(found.is_empty(), exchange.status < 300, "{call} {content:?}: {} {found}", exchange.status);
    assert_eq!(found.is_empty(), expected.is_empty(), "{call} {content:?}: {found}");
    assert!(found.contains(expected), "{call} {content:?}: {found}");
}

/// For every operation: generated arguments are accepted, mutations are refused. `METHOD path`, one per
/// operation.
pub(crate) fn sweep(mock: &Mock) -> Vec<String> {
    let credentials = Credentials::default();
    let operations = mock.operations();
    for operation in &operations {
        let (method, path) = (&operation.method, &operation.path);
        for (fill, seed) in [(Fill::Required, 0), (Fill::All, 0), (Fill::All, 1), (Fill::All, 2)] {
            let arguments = mock.arguments(method, path, fill, seed).unwrap();
            let request = mock.request(method, path, &arguments, &credentials).unwrap();
            let exchange = mock.exchange(request);
            assert_eq!(exchange.violations, [], "{method} {path}: {:?}", exchange.request);
            assert_eq!(exchange.operation.as_ref().map(|found| &found.method), Some(method));
            assert!(exchange.status < 300, "{method} {path}: {:?}", String::from_utf8_lossy(&exchange.answer));
        }
        let mutations = mock.mutations(method, path, &credentials);
        assert_eq!(mutations.len(), 5, "{method} {path}: {mutations:?}");
        for mutation in mutations {
            assert!(mock.check(&mutation.request).refusal.is_some(), "{method} {path}: {mutation:?}");
        }
    }
    operations.iter().map(|operation| format!("{} {}", operation.method, operation.path)).collect()
}

/// The generated body of an operation, as JSON.
pub(crate) fn body(mock: &Mock, method: &str, path: &str) -> String {
    let arguments = mock.arguments(method, path, Fill::All, 0).unwrap();
    arguments.body.unwrap().to_string()
}
