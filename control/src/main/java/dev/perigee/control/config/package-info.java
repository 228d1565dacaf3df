/// Which configuration each satellite is to have: layers for some satellites each, of immutable revisions, composed
/// into one document (`Composition`, pure). Start at `ConfigDesk`, through which everything goes; `ConfigStore` keeps.
@NullMarked
package dev.perigee.control.config;

import org.jspecify.annotations.NullMarked;
