/// How the satellite comes to have the configuration that its control plane wants, whole or not at all: start at
/// `ConfigKeeper`. What a configuration may say is `ConfigSchema`'s; `SatelliteTarget` is where it takes effect.
@NullMarked
package dev.perigee.satellite.config;

import org.jspecify.annotations.NullMarked;
