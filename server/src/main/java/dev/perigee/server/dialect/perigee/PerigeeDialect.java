package dev.perigee.server.dialect.perigee;

import dev.perigee.control.audit.Audit;
import dev.perigee.control.command.ReportDesk;
import dev.perigee.control.config.ConfigDesk;
import dev.perigee.control.event.Happenings;
import dev.perigee.control.fleet.Census;
import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.fleet.KeyRotations;
import dev.perigee.control.live.LiveOutput;
import dev.perigee.http.HttpEdge;
import dev.perigee.server.channel.longpoll.LongPollChannel;
import dev.perigee.server.identity.SatelliteAccess;
import dev.perigee.server.limit.Limits;
import dev.perigee.server.signing.ServerKeys;

/// How Perigee's own satellites talk: register with a token, then poll, report, tell events and show signs of life with
/// the key. What they are to do and to have is signed. docs/api.md has the bodies. Start at `SatelliteRoutes`.
public record PerigeeDialect(
        SatelliteAccess access, Audit audit, Desks desks, LongPollChannel channel, ServerKeys keys, Limits limits) {
    /// Who is asked for what satellites want, and told what they say.
    public record Desks(
            Fleet fleet,
            Census census,
            LiveOutput live,
            ReportDesk reports,
            Happenings events,
            ConfigDesk configs,
            KeyRotations rotations,
            ConfigSecrecy secrecy) {}

    public void addTo(HttpEdge edge) {
        SatelliteRoutes routes = new SatelliteRoutes(edge, access, desks.fleet());
        Configs configs = new Configs(desks.configs(), desks.secrecy(), keys, desks.events());
        new Registrations(access, audit, desks, configs, keys).addTo(edge, routes, limits);
        new Polls(channel, keys, desks.configs(), desks.rotations()).addTo(routes, limits);
        new Reports(desks.live(), desks.reports()).addTo(routes, limits);
        new Heartbeats(desks.census(), desks.rotations()).addTo(routes, limits);
        new Events(desks.events().desk()).addTo(routes, limits);
        configs.addTo(routes);
        new Keys(desks.rotations()).addTo(routes);
    }
}
