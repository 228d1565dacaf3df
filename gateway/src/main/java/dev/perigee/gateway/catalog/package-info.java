/// What the servers offer, under the names by which clients know it. `Catalog` is asked; `Listings` keeps what was
/// read,
/// `Discovery` reads, `Ear` hears what has changed, `Names` gives public names. Start at `Catalog`.
@NullMarked
package dev.perigee.gateway.catalog;

import org.jspecify.annotations.NullMarked;
