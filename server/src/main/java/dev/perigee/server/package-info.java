/// The control plane's deployable: HTTP at the edge, everything else in `dev.perigee.control`. `ServerApp` wires it;
/// requests enter through `http.HttpEdge`, operators' in `operator`, satellites' in a `dialect` over a `channel`.
@NullMarked
package dev.perigee.server;

import org.jspecify.annotations.NullMarked;
