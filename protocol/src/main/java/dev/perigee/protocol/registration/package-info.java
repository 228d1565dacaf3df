/// How a satellite becomes known: a single-use token buys a key, the key opens every later connection.
@NullMarked
package dev.perigee.protocol.registration;

import org.jspecify.annotations.NullMarked;
