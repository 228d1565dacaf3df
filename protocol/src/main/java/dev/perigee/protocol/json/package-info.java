/// The JSON form of everything on the wire. `Json.WIRE` is the one mapper; `Json.STRICT` refuses unknown fields.
@NullMarked
package dev.perigee.protocol.json;

import org.jspecify.annotations.NullMarked;
