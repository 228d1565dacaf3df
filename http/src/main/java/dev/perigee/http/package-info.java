/// The HTTP edge: `HttpEdge` bounds requests and hands each to a virtual thread as a `Call`; errors become problems
/// here.
@NullMarked
package dev.perigee.http;

import org.jspecify.annotations.NullMarked;
