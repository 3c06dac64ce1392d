//! The macros by which each record is described once: [`record!`], [`variants!`] and [`choices!`].
//!
//! **Invariant:** the names that a reader sees in a file, in a path of `--set` and in a diagnostic are the
//! Rust names of the fields and variants, so that they cannot part.

/// The name of a field as it is written: without Rust's `r#`.
pub const fn field_name(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

/// A record: the struct, its field names, its reading, setting, writing, ids, places, and the count of its numbers.
///
/// `with basis` adds the field that says where the numbers come from. `by id` says what brackets in a path
/// call it; `by from > to` joins two fields. A field is required unless it has a default or its type has one
/// (`Option`, `Vec`, and records whose fields may all be left out).
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $name:ident $(with $basis:ident)? $(by $($key:ident)>+)? {
            $( $(#[doc = $doc:literal])* $field:ident: $type:ty $(= $default:expr)?, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $( $(#[doc = $doc])* pub $field: $type, )*
            $( /// Where the numbers of this record come from; without it they count as assumed.
            pub $basis: Option<$crate::scenario::Basis>, )?
        }

        impl $name {
            /// The names of the fields, in the order of the struct.
            pub const FIELDS: &'static [&'static str] = &[
                $( $crate::scenario::record::field_name(stringify!($field)), )*
                $( stringify!($basis), )?
            ];
        }

        const _: () = {
            use $crate::scenario::overriding::{Override, Segment};
            #[allow(unused_imports)]
            use $crate::scenario::fields::Fields;
            #[allow(unused_imports)]
            use $crate::scenario::reading::{Reader, Subject, Written};
            use $crate::scenario::unread::{Elements, Named, Stopped, Unread};

            #[allow(non_camel_case_types, dead_code)]
            enum Index { $($field,)* $($basis,)? End }

            /// The fields as far as they were read.
            #[derive(Default)]
            struct Parts { $($field: Option<$type>,)* $($basis: Option<Option<$crate::scenario::Basis>>,)? }

            impl Parts {
                #[allow(unused_mut)]
                fn whole(self, mut fields: Fields<'_, '_>) -> Result<$name, Stopped> {
                    let whole = $name {
                        $( $field: {
                            #[allow(unused_mut, unused_assignments)]
                            let mut default = <$type as Written>::left_out();
                            $( default = Some($default); )?
                            fields.value(Index::$field as usize, self.$field, default)?
                        }, )*
                        $( $basis: self.$basis.flatten(), )?
                    };
                    fields.finish();
                    Ok(whole)
                }

                /// The record whose fields have names.
                #[allow(unused_mut)]
                fn named(named: &mut dyn Named<'_>, reader: &Reader<'_>) -> Result<$name, Stopped> {
                    let mut parts = Parts::default();
                    let mut fields = Fields::new(reader, $name::FIELDS);
                    while let Some(index) = fields.next(named)? {
                        $( if index == Index::$field as usize {
                            fields.read(index, named, &mut parts.$field)?;
                        } )*
                        $( if index == Index::$basis as usize {
                            fields.read(index, named, &mut parts.$basis)?;
                        } )?
                    }
                    parts.whole(fields)
                }

                /// The record whose values stand in the order of its fields.
                #[allow(unused_mut)]
                fn in_order(values: &mut dyn Elements<'_>, reader: &Reader<'_>) -> Result<$name, Stopped> {
                    let mut parts = Parts::default();
                    let fields = Fields::new(reader, $name::FIELDS);
                    $( fields.read_next(Index::$field as usize, values, &mut parts.$field)?; )*
                    values.end()?;
                    parts.whole(fields)
                }
            }

            impl Written for $name {
                fn takes() -> String {
                    $crate::scenario::fields::record_takes($name::FIELDS)
                }

                fn read(from: &mut dyn Unread<'_>, reader: &Reader<'_>) -> Result<Self, Stopped> {
                    let name = $crate::scenario::record::written_name(stringify!($name));
                    let mut whole = None;
                    from.record(name, $name::FIELDS, &mut |named| {
                        whole = Some(Parts::named(named, reader)?);
                        Ok(())
                    })?;
                    whole.ok_or(Stopped)
                }

                fn read_arguments(text: &str, reader: &Reader<'_>) -> Option<Self> {
                    let takes = <Self as Written>::takes;
                    let mut whole = None;
                    let is_read = reader.noting(text, &takes, &mut |from| {
                        if $crate::scenario::lexis::has_names(text) {
                            whole = Some(Self::read(from, reader)?);
                            return Ok(());
                        }
                        from.tuple($name::FIELDS.len(), &mut |values| {
                            whole = Some(Parts::in_order(values, reader)?);
                            Ok(())
                        })
                    });
                    whole.filter(|_| is_read)
                }

                fn stand_in() -> Self {
                    $name {
                        $( $field: <$type as Written>::stand_in(), )*
                        $( $basis: None::<$crate::scenario::Basis>, )?
                    }
                }

                fn left_out() -> Option<Self> {
                    Some($name {
                        $( $field: {
                            #[allow(unused_mut, unused_assignments)]
                            let mut default = <$type as Written>::left_out();
                            $( default = Some($default); )?
                            default?
                        }, )*
                        $( $basis: None::<$crate::scenario::Basis>, )?
                    })
                }

                fn set(&mut self, path: &[Segment<'_>], new: &Override<'_>) {
                    let Some((step, rest)) = path.split_first() else {
                        return new.replace(self);
                    };
                    let Some(index) = new.field(step, $name::FIELDS) else { return };
                    let field = Subject::Field($name::FIELDS[index]);
                    let _ = (rest, field);
                    $( if index == Index::$field as usize {
                        return new.within(field, &mut self.$field, rest);
                    } )*
                    $( if index == Index::$basis as usize {
                        return new.within(field, &mut self.$basis, rest);
                    } )?
                }

                $( fn key(&self) -> Option<String> {
                    Some([$(self.$key.text.as_str()),+].join(">"))
                } )?

                fn each_id(
                    &mut self,
                    _field: &'static str,
                    visit: &mut dyn FnMut(&'static str, &mut $crate::scenario::written::Id),
                ) {
                    let _ = &visit;
                    $( {
                        let name = $crate::scenario::record::field_name(stringify!($field));
                        Written::each_id(&mut self.$field, name, visit);
                    } )*
                }

                fn count(&self, cover: $crate::scenario::share::Cover, share: &mut $crate::scenario::share::Share) {
                    let _ = (&cover, &share);
                    $( let cover = cover.under(self.$basis.as_ref()); )?
                    $( Written::count(&self.$field, cover, share); )*
                }

                fn each_place(&mut self, visit: &mut dyn FnMut(&mut $crate::diagnostic::Place)) {
                    let _ = &visit;
                    $( Written::each_place(&mut self.$field, visit); )*
                    $( Written::each_place(&mut self.$basis, visit); )?
                }

                fn join(&mut self, other: Self) {
                    let _ = &other;
                    $( Written::join(&mut self.$field, other.$field); )*
                }

                fn fill(&mut self, other: Self) {
                    let _ = &other;
                    $( Written::fill(&mut self.$field, other.$field); )*
                }

                fn shown(&self) -> $crate::scenario::shown::Shown {
                    #[allow(unused_imports)]
                    use $crate::scenario::shown::{Field, Shown};
                    Shown::Record(vec![
                        $( {
                            #[allow(unused_mut, unused_assignments)]
                            let mut default = <$type as Written>::left_out();
                            $( default = Some($default); )?
                            let name = $crate::scenario::record::field_name(stringify!($field));
                            let is_default = default.as_ref() == Some(&self.$field);
                            Field::new(name, Written::shown(&self.$field), is_default, concat!($($doc),*))
                        }, )*
                        $( Field::new(stringify!($basis), Written::shown(&self.$basis), self.$basis.is_none(), ""), )?
                    ])
                }
            }
        };
    };
}

/// The struct name that RON may write before the brackets: only `Scenario(…)`, `Study(…)` and `Words(…)`.
pub const fn written_name(name: &'static str) -> &'static str {
    match name.as_bytes() {
        b"Scenario" | b"Study" | b"Words" => name,
        _ => "",
    }
}

/// An enum whose variants carry one value or none; a variant with several arguments carries a record, written
/// by name, `Uniform(low: "1h", high: "2h")`, or in order, `Uniform("1h", "2h")`. In a path a variant is called by its
/// name; with `or by technique` also by what that function returns, where its name is that of several. `as value`
/// says that people think of it, arguments and all, as one value.
macro_rules! variants {
    (
        $(#[$meta:meta])*
        pub enum $name:ident $(or by $other:ident)? $(as $whole:ident)? {
            $( $(#[$doc:meta])* $variant:ident $(($argument:ty))?, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name {
            $( $(#[$doc])* $variant $(($argument))?, )*
        }

        impl $name {
            /// The names of the variants.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($variant),)*];

            /// The name of this variant.
            pub fn name(&self) -> &'static str {
                match self {
                    $( $name::$variant { .. } => stringify!($variant), )*
                }
            }
        }

        const _: () = {
            use $crate::scenario::overriding::{Override, Segment};
            use $crate::scenario::reading::{Leaf, Reader, Subject, Written};

            impl Leaf for $name {
                fn takes() -> String {
                    format!("one of {}", $crate::diagnostic::one_of($name::NAMES.iter().copied()))
                }

                fn parse(text: &str, reader: &Reader<'_>) -> Option<Self> {
                    let (name, arguments) = reader.variant(text, &<Self as Leaf>::takes())?;
                    $( if name == stringify!($variant) {
                        return variants!(@read $name $variant $(($argument))? (name, arguments, reader));
                    } )*
                    reader.unknown_word(name, $name::NAMES)
                }

                fn stand_in() -> Self {
                    variants!(@first $name $($variant $(($argument))?,)*)
                }

                fn set_within(&mut self, path: &[Segment<'_>], new: &Override<'_>) {
                    match self {
                        $( variants!(@pattern $name $variant value $(($argument))?) => {
                            let subject = Subject::Variant(stringify!($variant));
                            variants!(@set value $(($argument))? (subject, path, new))
                        } )*
                    }
                }

                fn key(&self) -> Option<String> {
                    Some(String::from(self.name()))
                }

                $( fn other_key(&self) -> Option<String> {
                    Some(self.$other().text.clone())
                } )?

                fn each_id(
                    &mut self,
                    field: &'static str,
                    visit: &mut dyn FnMut(&'static str, &mut $crate::scenario::written::Id),
                ) {
                    let _ = (field, &visit);
                    match self {
                        $( variants!(@pattern $name $variant value $(($argument))?) => {
                            variants!(@ids value $(($argument))? (field, visit))
                        } )*
                    }
                }

                fn count(&self, cover: $crate::scenario::share::Cover, share: &mut $crate::scenario::share::Share) {
                    let _ = (&cover, &share);
                    match self {
                        $( variants!(@pattern $name $variant value $(($argument))?) => {
                            variants!(@count value $(($argument))? (cover, share))
                        } )*
                    }
                }

                fn each_place(&mut self, visit: &mut dyn FnMut(&mut $crate::diagnostic::Place)) {
                    let _ = &visit;
                    match self {
                        $( variants!(@pattern $name $variant value $(($argument))?) => {
                            variants!(@places value $(($argument))? (visit))
                        } )*
                    }
                }

                fn shown(&self) -> $crate::scenario::shown::Shown {
                    let shown = match self {
                        $( variants!(@pattern $name $variant value $(($argument))?) => {
                            variants!(@shown value $(($argument))? (stringify!($variant)))
                        } )*
                    };
                    $( let shown = $crate::scenario::shown::Shown::$whole(shown, false); )?
                    shown
                }
            }
        };
    };
    (@read $name:ident $variant:ident ($argument:ty) ($word:expr, $text:expr, $reader:expr)) => {
        $reader.argument::<$argument>(stringify!($variant), $word, $text).map($name::$variant)
    };
    (@read $name:ident $variant:ident ($word:expr, $text:expr, $reader:expr)) => {
        $reader.no_argument($word, $text).map(|()| $name::$variant)
    };
    (@first $name:ident $variant:ident ($argument:ty), $($rest:tt)*) => {
        $name::$variant(<$argument as Written>::stand_in())
    };
    (@first $name:ident $variant:ident, $($rest:tt)*) => { $name::$variant };
    (@pattern $name:ident $variant:ident $value:ident ($argument:ty)) => { $name::$variant($value) };
    (@pattern $name:ident $variant:ident $value:ident) => { $name::$variant };
    (@set $value:ident ($argument:ty) ($subject:expr, $path:expr, $new:expr)) => { $new.within($subject, $value, $path) };
    (@set $value:ident ($subject:expr, $path:expr, $new:expr)) => {
        $new.reader.about($subject, || $new.no_parts($path))
    };
    (@ids $value:ident ($argument:ty) ($field:expr, $visit:expr)) => { Written::each_id($value, $field, $visit) };
    (@ids $value:ident ($field:expr, $visit:expr)) => { {} };
    (@count $value:ident ($argument:ty) ($cover:expr, $share:expr)) => { Written::count($value, $cover, $share) };
    (@count $value:ident ($cover:expr, $share:expr)) => { {} };
    (@places $value:ident ($argument:ty) ($visit:expr)) => { Written::each_place($value, $visit) };
    (@places $value:ident ($visit:expr)) => { {} };
    (@shown $value:ident ($argument:ty) ($name:expr)) => {
        $crate::scenario::shown::Shown::Call($name, Box::new(Written::shown($value)))
    };
    (@shown $value:ident ($name:expr)) => {
        $crate::scenario::shown::Shown::word($name)
    };
}

/// A plain enum of words, to stand in an [`At`](super::written::At).
macro_rules! choices {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$doc:meta])* $variant:ident, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[$doc])* $variant, )*
        }

        impl $name {
            /// The words, in the order of the enum.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($variant),)*];

            /// Every value, in the order of the enum.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The word for this value.
            pub const fn name(self) -> &'static str {
                match self {
                    $( $name::$variant => stringify!($variant), )*
                }
            }
        }

        impl $crate::scenario::written::Scalar for $name {
            fn takes() -> String {
                format!("one of {}", $crate::diagnostic::one_of($name::NAMES.iter().copied()))
            }

            fn parse(text: &str, reader: &$crate::scenario::reading::Reader<'_>) -> Option<Self> {
                let word = reader.word(text, &Self::takes())?;
                match $name::NAMES.iter().position(|name| *name == word) {
                    Some(index) => Some($name::ALL[index]),
                    None => reader.unknown_word(word, $name::NAMES),
                }
            }

            fn stand_in() -> Self {
                $name::ALL[0]
            }

            fn text(&self) -> String {
                String::from(self.name())
            }
        }
    };
}

pub(super) use {choices, record, variants};
