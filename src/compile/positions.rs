//! Where zones and groups are, for the map of reports; the simulation knows nothing of it.
//!
//! **Invariant:** each position is within -90 to 90 degrees north and -180 to 180 degrees east.

use super::ids::Ids;
use super::values::between;
use crate::diagnostic::Diagnostic;
use crate::model::{AssetIdx, Group, Position, Zone};

/// Columns beside those of the network.
#[derive(Debug, Default)]
pub struct Positions {
    /// Of zones, the internet first: as written, else the middle of their nodes.
    pub zones: Vec<Option<Position>>,
    /// Of groups: the middle of their nodes.
    pub groups: Vec<Option<Position>>,
}

/// Positions of zones and groups, where `nodes` are the assets of which a topology's file says where they are, ascending within
/// each zone.
pub fn lower(
    ids: &Ids<'_>,
    zones: &[Zone],
    groups: &[Group],
    nodes: &[(AssetIdx, Position)],
    faults: &mut Vec<Diagnostic>,
) -> Positions {
    let mut nodes = nodes.to_vec();
    nodes.sort_unstable_by_key(|node| node.0);
    let of_group = |group: &Group| {
        let from = nodes.partition_point(|node| node.0 < group.first);
        let until = nodes.partition_point(|node| node.0.0 < group.first.0 + group.count);
        &nodes[from..until]
    };
    let written = ids.zones.iter().map(|row| {
        let position = row.record.position.as_ref()?;
        Some(Position {
            latitude: between(position.latitude, (-90.0, 90.0), "latitude", faults),
            longitude: between(position.longitude, (-180.0, 180.0), "longitude", faults),
        })
    });
    let written: Vec<Option<Position>> = [None].into_iter().chain(written).collect();
    let of_zone = |zone: &Zone| {
        let nodes = zone.groups.iter().flat_map(|group| of_group(&groups[group.at()]));
        middle(nodes.map(|node| node.1))
    };
    Positions {
        zones: zones.iter().zip(written).map(|(zone, written)| written.or_else(|| of_zone(zone))).collect(),
        groups: groups.iter().map(|group| middle(of_group(group).iter().map(|node| node.1))).collect(),
    }
}

/// The mean of degrees; of places on both sides of the 180th meridian it is none of theirs, but still on the map.
fn middle(positions: impl Iterator<Item = Position>) -> Option<Position> {
    let (mut count, mut latitude, mut longitude) = (0_u32, 0.0, 0.0);
    for position in positions {
        count += 1;
        latitude += position.latitude;
        longitude += position.longitude;
    }
    let number = f64::from(count);
    (count > 0).then(|| Position { latitude: latitude / number, longitude: longitude / number })
}
