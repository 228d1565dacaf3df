/// The long-poll channel: a poll is a session that takes one batch, and holds no thread while it waits.
@NullMarked
package dev.perigee.server.channel.longpoll;

import org.jspecify.annotations.NullMarked;
