/// The configuration that a control plane wants its satellites to have: `ConfigDocument` is what is wanted,
/// `ConfigSchema` what may stand in it, `ConfigScope` for whom a layer of it is. Which layers make up a satellite's
/// is the control plane's to decide and not here.
@NullMarked
package dev.perigee.protocol.config;

import org.jspecify.annotations.NullMarked;
