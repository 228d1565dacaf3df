/// What every channel must do, seen from both ends: `ChannelContract` against a running control plane, `LinkContract`
/// against a peer that misbehaves.
@NullMarked
package dev.perigee.testkit.channel;

import org.jspecify.annotations.NullMarked;
