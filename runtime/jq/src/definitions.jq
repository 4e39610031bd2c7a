# Functions of jq that the interpreter lacks or defines otherwise.

# From the last path to the first, so that removing one moves none of the others; what isn't there needs no removing.
def delpaths($paths):
  reduce ($paths | unique | reverse[]) as $path (.;
    if $path == [] then null
    elif getpath($path[:-1]) == null then .
    elif $path[-1] | isstring then getpath($path[:-1]) |= _without($path[-1])
    else getpath($path) |= empty end);
def del(f): delpaths([path(f)]);

# _under makes what is missing when the path is assigned to.
def getpath($path): reduce $path[] as $key (.; _under($key) | .[$key]);
def setpath($path; $value): getpath($path) = $value;

def _start_off($affix): ltrimstr($affix);
def _end_off($affix): rtrimstr($affix);
def ltrimstr($affix): if isstring and ($affix | isstring) then _start_off($affix) else . end;
def rtrimstr($affix): if isstring and ($affix | isstring) then _end_off($affix) else . end;
def trimstr($affix): ltrimstr($affix) | rtrimstr($affix);

# Entries may call their parts by other names; keys that are no strings become some.
def from_entries:
  reduce .[] as $entry ({};
    .[[$entry | .key, .k, .name, .Name, .K, .Key | values] | first | if isstring then . else tojson end]
    = ($entry | if has("value") then .value elif has("v") then .v elif has("Value") then .Value else .V end));

def toarray: if isarray then . else [.] end;
def leaf_paths: paths(scalars);

def IN(known): any(known == .; .);
def IN(wanted; known): any(wanted == known; .);
def INDEX(rows; key): reduce rows as $row ({}; .[$row | key | tostring] = $row);
def INDEX(key): INDEX(.[]; key);

def date: todate;
def dateadd(unit; $seconds): . + $seconds;
def datesub(unit; $seconds): . - $seconds;

def _field(strings; $format):
  if isstring then strings
  elif . == null then ""
  elif isarray or isobject then error("\(type) can't be a field of \($format)")
  else tostring end;
def _swap($old; $new): split($old) | join($new);
def @csv: [.[] | _field("\"" + _swap("\""; "\"\"") + "\""; "@csv")] | join(",");
def @tsv:
  [.[] | _field(_swap("\\"; "\\\\") | _swap("\t"; "\\t") | _swap("\n"; "\\n") | _swap("\r"; "\\r"); "@tsv")]
  | join("\t");
