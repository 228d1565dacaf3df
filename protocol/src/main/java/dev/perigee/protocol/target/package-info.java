/// What a request can be aimed at: `Target` and its text forms, and the groups and labels that satellites say of
/// themselves. Which satellites a target means now is the control plane's to say.
@NullMarked
package dev.perigee.protocol.target;

import org.jspecify.annotations.NullMarked;
