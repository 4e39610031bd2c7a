//! Keys the views look up, with fixed places in every blob's string table, so that a look-up compares integers.

macro_rules! keywords {
    ($($variant:ident $text:literal)*) => {
        /// A key with a fixed place in the string table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u32)]
        pub enum Keyword {
            $(#[doc = concat!("`", $text, "`")] $variant,)*
        }

        impl Keyword {
            /// Every keyword in the order of its place. Changing it changes [`crate::blob::VERSION`].
            pub const ALL: &'static [(Self, &'static str)] = &[$((Self::$variant, $text),)*];
        }
    };
}

keywords! {
    Ref "$ref"
    AdditionalProperties "additionalProperties"
    AllOf "allOf"
    AnyOf "anyOf"
    Const "const"
    Default "default"
    DependentRequired "dependentRequired"
    Deprecated "deprecated"
    Description "description"
    Discriminator "discriminator"
    Else "else"
    Enum "enum"
    ExclusiveMaximum "exclusiveMaximum"
    ExclusiveMinimum "exclusiveMinimum"
    Format "format"
    If "if"
    Items "items"
    MaxItems "maxItems"
    MaxLength "maxLength"
    MaxProperties "maxProperties"
    Maximum "maximum"
    MinItems "minItems"
    MinLength "minLength"
    MinProperties "minProperties"
    Minimum "minimum"
    MultipleOf "multipleOf"
    Not "not"
    OneOf "oneOf"
    Pattern "pattern"
    PatternProperties "patternProperties"
    PrefixItems "prefixItems"
    Properties "properties"
    PropertyNames "propertyNames"
    ReadOnly "readOnly"
    Required "required"
    Then "then"
    Title "title"
    Type "type"
    UniqueItems "uniqueItems"
    WriteOnly "writeOnly"
    PropertyName "propertyName"
    Mapping "mapping"
    Definitions "definitions"
    Operations "operations"
    Name "name"
    Method "method"
    Path "path"
    Tag "tag"
    Effect "effect"
    Summary "summary"
    Parameters "parameters"
    Argument "argument"
    Location "in"
    Style "style"
    Explode "explode"
    AllowReserved "allowReserved"
    Schema "schema"
    Body "body"
    MediaType "mediaType"
    Answers "answers"
    Status "status"
    Pagination "pagination"
    Security "security"
    Example "example"
    FormerNames "formerNames"
    Others "others"
    ContentEncoding "contentEncoding"
    ContentMediaType "contentMediaType"
    Xml "xml"
    Attribute "attribute"
    Namespace "namespace"
    NodeType "nodeType"
    Prefix "prefix"
    Wrapped "wrapped"
    Server "server"
}
