/// The configuration of the two deployables from a YAML file and the environment. `ServerSettings` and
/// `SatelliteSettings` list every setting; `Binder` reads them and reports all errors together.
@NullMarked
package dev.perigee.cli.config;

import org.jspecify.annotations.NullMarked;
