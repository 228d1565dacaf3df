/// Perigee's own words on the wire for satellites: routes, field names and authentication over the long-poll channel.
@NullMarked
package dev.perigee.server.dialect.perigee;

import org.jspecify.annotations.NullMarked;
