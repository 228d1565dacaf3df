/// What the servers offer, under the names by which clients know it.
@NullMarked
package dev.perigee.gateway.catalog;

import org.jspecify.annotations.NullMarked;
