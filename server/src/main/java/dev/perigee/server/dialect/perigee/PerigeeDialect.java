package dev.perigee.server.dialect.perigee;

import dev.perigee.control.command.ReportDesk;
import dev.perigee.control.config.ConfigDesk;
import dev.perigee.control.event.EventDesk;
import dev.perigee.control.fleet.Census;
import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.live.LiveOutput;
import dev.perigee.http.HttpEdge;
import dev.perigee.server.channel.longpoll.LongPollChannel;
import dev.perigee.server.identity.SatelliteAccess;
import dev.perigee.server.limit.Limits;
import dev.perigee.server.signing.ServerKeys;

/// How Perigee's own satellites talk: register with a token, then poll, report, tell events and show signs of life with
/// the key. What they are to do and to have is signed. docs/api.md has the bodies. Start at `SatelliteRoutes`.
public record PerigeeDialect(
        SatelliteAccess access, Desks desks, LongPollChannel channel, ServerKeys keys, Limits limits) {
    /// Who is asked for what satellites want, and told what they say.
    public record Desks(
            Fleet fleet,
            Census census,
            LiveOutput live,
            ReportDesk reports,
            EventDesk events,
            ConfigDesk configs,
            ConfigSecrecy secrecy) {}

    public void addTo(HttpEdge edge) {
        SatelliteRoutes routes = new SatelliteRoutes(edge, access, desks.fleet());
        new Registrations(access, desks.fleet(), keys).addTo(edge, routes, limits);
        new Polls(channel, keys, desks.configs()).addTo(routes, limits);
        new Reports(desks.live(), desks.reports()).addTo(routes, limits);
        new Heartbeats(desks.census()).addTo(routes, limits);
        new Events(desks.events()).addTo(routes, limits);
        new Configs(desks.configs(), desks.secrecy(), keys).addTo(routes);
    }
}
