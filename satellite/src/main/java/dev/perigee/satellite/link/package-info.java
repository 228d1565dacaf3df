/// The satellite's end of a channel: `Link` asks for work and reports; `LongPollLink` does so over HTTP.
@NullMarked
package dev.perigee.satellite.link;

import org.jspecify.annotations.NullMarked;
