//! The vendor of a document, its publisher and its service: known things, or new ones.

use oxigraph::model::NamedNode;

use crate::base::{Blame, Code, Diagnostic, fold};
use crate::profile::catalog::{Catalog, find_by_name, host};
use crate::profile::document::{DocumentMetadata, Publisher, VendorDocument};
use crate::profile::terms::{cv, slug, thing_iri, vendor_namespace};
use crate::profile::triples::ThingFacts;

/// The vendor, the publisher and the service of a document.
#[derive(Debug)]
pub(super) struct DocumentParties {
    pub(super) vendor: NamedNode,
    /// The last part of the vendor's IRI, which its files and things are named by.
    pub(super) slug: String,
    /// The namespace of the vendor's things.
    pub(super) namespace: String,
    pub(super) publisher: Option<NamedNode>,
    pub(super) service: Option<NamedNode>,
    /// The facts about new ones.
    pub(super) things: Vec<ThingFacts>,
    pub(super) remarks: Vec<String>,
}

/// Finds the vendor, the publisher and the service of a document.
///
/// # Errors
/// If nothing names the vendor.
pub(super) fn resolve_parties(
    page: &VendorDocument,
    about: &DocumentMetadata,
    known: &mut Catalog<'_>,
) -> Result<DocumentParties, Diagnostic> {
    let name = about.vendor.as_ref().or(page.title.as_ref()).ok_or_else(|| no_vendor(page))?;
    let mut things = Vec::new();
    let mut remarks = Vec::new();
    let vendor = match find_by_name(&known.vendors, name) {
        Some(vendor) => vendor,
        None => {
            remarks.extend(similar_vendor_remark(name, known));
            let vendor = mint_iri("vendor", name, known);
            things.push(ThingFacts::new(&vendor, "Vendor").text("name", name).link("agentKind", &cv("vendorAgent")));
            known.learn_name(true, &vendor, name);
            vendor
        }
    };
    let short = vendor.as_str().rsplit(['/', '#']).next().unwrap_or_default().to_owned();
    let space = vendor_namespace(&short);
    let publisher = publisher(page, about, known, &vendor, &mut things);
    let service = about.service.as_ref().map(|name| {
        let service = service(name, page, (&vendor, &space), known, &mut things);
        (service, name)
    });
    learn_alias(page, about, &vendor, service.as_ref(), known, &mut things);
    let service = service.map(|(service, _)| service);
    Ok(DocumentParties { vendor, slug: short, namespace: space, publisher, service, things, remarks })
}

/// The vendor's service with this name, made if it is new.
fn service(
    name: &str,
    page: &VendorDocument,
    (vendor, space): (&NamedNode, &str),
    known: &mut Catalog<'_>,
    things: &mut Vec<ThingFacts>,
) -> NamedNode {
    if let Some(service) = known.service(vendor, name) {
        return service;
    }
    let service = NamedNode::new_unchecked(format!("{space}{}", slug(name)));
    let kind = page.service_kind.as_deref().and_then(kind);
    things.push(
        ThingFacts::new(&service, "Service")
            .text("name", name)
            .with(kind, |it, kind| it.link("serviceKind", &cv(kind)))
            .link("offeredBy", vendor),
    );
    known.learn_service(vendor, &service, name);
    service
}

/// Makes the title of the document an alias of its service, else of its vendor.
fn learn_alias(
    page: &VendorDocument,
    about: &DocumentMetadata,
    vendor: &NamedNode,
    service: Option<&(NamedNode, &String)>,
    known: &mut Catalog<'_>,
    things: &mut Vec<ThingFacts>,
) {
    let Some(title) = &page.title else { return };
    match service {
        Some((service, _)) if known.service(vendor, title).is_none() => {
            things.push(ThingFacts::existing(service).text("alias", title));
            known.learn_service(vendor, service, title);
        }
        None if about.vendor.is_some() && find_by_name(&known.vendors, title).is_none() => {
            things.push(ThingFacts::existing(vendor).text("alias", title));
            known.learn_name(true, vendor, title);
        }
        _ => {}
    }
}

/// The publisher: the one that was given, else the one that the document names, else the agent with the same host.
fn publisher(
    page: &VendorDocument,
    about: &DocumentMetadata,
    known: &mut Catalog<'_>,
    vendor: &NamedNode,
    things: &mut Vec<ThingFacts>,
) -> Option<NamedNode> {
    let at_host = about.address.as_deref().and_then(host).and_then(|host| known.hosts.get(host).cloned());
    let (name, directory) = match (&about.publisher, &page.publisher) {
        (Some(name), said) => (name, matches!(said, Some(Publisher::Directory(_)))),
        (None, Some(Publisher::Directory(name))) => (name, true),
        (None, Some(Publisher::Vendor)) => return Some(vendor.clone()),
        (None, None) => return at_host,
    };
    if let Some(agent) = find_by_name(&known.agents, name) {
        return Some(agent);
    }
    let agent = mint_iri("agent", name, known);
    let kind = directory.then(|| cv("directory"));
    things.push(ThingFacts::new(&agent, "Agent").text("name", name).with(kind, |it, kind| it.link("agentKind", &kind)));
    known.learn_name(false, &agent, name);
    Some(agent)
}

/// An IRI made from the name that no other thing has.
fn mint_iri(kind: &str, name: &str, known: &Catalog<'_>) -> NamedNode {
    let short = slug(name);
    let taken = |it: &NamedNode| known.describes(it) || known.agents.iter().any(|(other, _)| other == it);
    let mut found = thing_iri(kind, &short);
    let mut number = 2;
    while taken(&found) {
        found = thing_iri(kind, &format!("{short}-{number}"));
        number += 1;
    }
    found
}

/// The remark on a known vendor with a similar name.
fn similar_vendor_remark(name: &str, known: &Catalog<'_>) -> Option<String> {
    let words = |name: &str| -> Vec<String> {
        let parts = fold(name);
        let parts = parts.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty());
        parts.map(str::to_owned).collect()
    };
    let own = words(name);
    let same = |other: &str| {
        let other = words(other);
        let (few, many) = if own.len() < other.len() { (&own, &other) } else { (&other, &own) };
        let joined = own.concat() == other.concat();
        let within = !few.is_empty() && few.iter().all(|word| many.contains(word));
        let near = own.concat().len() > 4 && strsim::damerau_levenshtein(&own.concat(), &other.concat()) <= 1;
        joined || within || near
    };
    let found = known.vendors.iter().find_map(|(_, names)| {
        let alike = names.iter().any(|it| same(it));
        alike.then(|| names.first().cloned().unwrap_or_default())
    })?;
    Some(format!(
        "`{name}` becomes a new vendor, but looks like `{found}`: if they are the same, import with \
         --vendor \"{found}\", which adds the alias"
    ))
}

/// The kind of service for the word of a directory.
fn kind(sort: &str) -> Option<&'static str> {
    match sort {
        "api provider" => Some("api"),
        "gateway" => Some("gateway"),
        "cloud platform" => Some("platform"),
        _ => None,
    }
}

/// Error for Markdown without a heading of the first level.
fn no_vendor(page: &VendorDocument) -> Diagnostic {
    let message = format!("`{}` does not say which vendor it is about", page.source.name);
    Diagnostic::new(Blame::Question, Code::NoVendor, message).help("name the vendor with --vendor NAME")
}
