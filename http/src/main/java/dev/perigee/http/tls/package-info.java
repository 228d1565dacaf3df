/// TLS from PEM files, for either end of a connection, with what changes in the files taken over while connections go
/// on. Pure JDK: how a network library is told is not here. Start at `TlsFiles`.
@NullMarked
package dev.perigee.http.tls;

import org.jspecify.annotations.NullMarked;
