//! The same input gives the same bytes: from two processes in two folders of different depth, with another locale, time
//! zone and number of processors, and they are the committed ones.

use std::path::Path;
use std::process::Command;

use e2e::{binary, copy, files, root, scratch};

/// Generates everything in a copy of `specs` below `folder`.
#[cfg(test)]
fn generate(folder: &Path, wrapper: &[&str], environment: &[(&str, &str)]) {
    copy(&root().join("specs"), &folder.join("specs")).unwrap();
    std::fs::create_dir_all(folder.join("xtask")).unwrap();
    std::fs::create_dir_all(folder.join("generated")).unwrap();
    let xtask = binary("xtask").unwrap();
    let mut command = match wrapper {
        [] => Command::new(xtask),
        [program, arguments @ ..] => {
            let mut command = Command::new(program);
            command.args(arguments).arg(xtask);
            command
        }
    };
    let output = command
        .arg("generate")
        .current_dir(folder)
        .env("CARGO_MANIFEST_DIR", folder.join("xtask"))
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn bytes_depend_on_the_input_alone() {
    let near = scratch("near").unwrap();
    let far = scratch("far").unwrap().join("one/two/three/four");
    generate(&near, &[], &[("LC_ALL", "C"), ("TZ", "UTC")]);
    let one_processor = ["taskset", "-c", "0"];
    let many =
        [("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("TZ", "Asia/Kathmandu"), ("RAYON_NUM_THREADS", "1")];
    generate(&far, &one_processor, &many);
    let (near, far) = (files(&near.join("generated")).unwrap(), files(&far.join("generated")).unwrap());
    assert!(near.len() > 10, "only {} files", near.len());
    assert_eq!(near.keys().collect::<Vec<_>>(), far.keys().collect::<Vec<_>>());
    for (path, bytes) in &near {
        assert!(far.get(path) == Some(bytes), "{} differs between two processes", path.display());
    }
    for (path, bytes) in files(&root().join("generated")).unwrap() {
        assert!(near.get(&path) == Some(&bytes), "{} is not what is committed", path.display());
    }
}
