/// `perigee broadcast` and `perigee broadcasts`: what becomes of a request to many satellites, and pause, resume and
/// abort. Start at `BroadcastCommand`; sending one is `perigee send`.
@NullMarked
package dev.perigee.cli.broadcast;

import org.jspecify.annotations.NullMarked;
