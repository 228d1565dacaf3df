/// What operators see of the gateway: metrics, health, the servers and their logs, over HTTP beside the door. Start at
/// `Observation`, which hears of every turn and every event; the routes only show what it keeps.
@NullMarked
package dev.perigee.gateway.observe;

import org.jspecify.annotations.NullMarked;
