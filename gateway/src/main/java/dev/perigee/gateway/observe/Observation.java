package dev.perigee.gateway.observe;

import dev.perigee.gateway.config.Owner;
import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.door.Caller;
import dev.perigee.gateway.door.Doorkeeper;
import dev.perigee.gateway.door.TurnListener;
import dev.perigee.gateway.redaction.Redaction;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.GatewayEvents;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Standing;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.gateway.upstream.stdio.InstanceLog;
import dev.perigee.http.HttpEdge;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Hears of every turn, client and event of the gateway, keeps what operators want to know of it, shows it, and
/// passes it on to its audience. Never holds up whoever tells it. Thread-safe.
public final class Observation implements TurnListener, GatewayEvents {
    private static final int NAME_CHARS_MAX = 200;

    private final Upstreams upstreams;
    private final InstantSource clock;
    private final Audience audience;
    private final BooleanSupplier mayLog;
    private final GatewayMetrics metrics = new GatewayMetrics();
    private final Map<ServerName, WatchedServer> servers = new ConcurrentHashMap<>();

    /// Requests are kept only while they may be.
    public Observation(Upstreams upstreams, InstantSource clock, Audience audience, BooleanSupplier mayLog) {
        this.upstreams = upstreams;
        this.clock = clock;
        this.audience = audience;
        this.mayLog = mayLog;
    }

    /// From now on the server is known here; what was kept about one of that name is dropped. `stderr` is the log of
    /// one that is a program.
    public void watch(UpstreamConfig config, @Nullable InstanceLog stderr) {
        WatchedServer server = new WatchedServer(config, stderr);
        servers.put(config.name(), server);
        if (stderr != null) {
            stderr.tellTo(line -> audience.heard(server.written(config.name(), line)));
        }
    }

    /// A server said something outside of any request.
    public void said(ServerName server, Message.Notification notification) {
        if (notification.method().equals("notifications/message")) {
            watched(server)
                    .ifPresent(known -> audience.heard(known.said(server, notification.params(), clock.instant())));
        }
    }

    /// Whose a server is.
    public Owner owner(ServerName server) {
        return watched(server).map(WatchedServer::owner).orElse(Owner.NOBODY);
    }

    public void forget(ServerName server) {
        servers.remove(server);
    }

    /// Adds the routes. `clients` counts those that are here.
    public void addTo(HttpEdge edge, HttpEdge.Gate gate, Doorkeeper keeper, IntSupplier clients) {
        metrics.clients(clients);
        new ObservationRoutes(this, keeper).addTo(edge, gate);
    }

    @Override
    public void began(ServerName server) {
        metrics.began(server);
    }

    @Override
    public void ended(Ended turn) {
        Outcome outcome = Outcome.of(turn.end());
        metrics.ended(turn, outcome);
        WatchedServer server = servers.get(turn.server());
        if (server == null) {
            return;
        }
        Instant now = clock.instant();
        boolean logs = server.logsRequests() && mayLog.getAsBoolean();
        KeptRequest kept = logs ? server.requests().add(turn, outcome, now) : null;
        if (turn.request().method().equals("tools/call")) {
            audience.heard(server.called(turn, outcome, now, kept));
        }
    }

    @Override
    public void came(Came client) {
        audience.heard(new Traffic.ClientCame(
                client.session(),
                shown(Turns.client(client.caller(), client.client())),
                client.userAgent() == null ? null : shown(client.userAgent()),
                "http",
                client.address(),
                clock.instant()));
    }

    @Override
    public void left(Left client) {
        audience.heard(new Traffic.ClientLeft(
                client.session(),
                client.stayed(),
                client.toolCalls(),
                client.why().name().toLowerCase(Locale.ROOT),
                clock.instant()));
    }

    private static String shown(String text) {
        return Redaction.NONE.text(text, NAME_CHARS_MAX);
    }

    @Override
    public void happened(Event event) {
        switch (event) {
            case Event.StatusChanged changed ->
                watched(changed.server()).ifPresent(server -> server.became(changed.status()));
            case Event.Crashed crashed -> metrics.crashed(crashed.server());
            case Event.Restarted restarted -> metrics.restarted(restarted.server());
            case Event.Respawned respawned -> metrics.restarted(respawned.server());
            case Event.ToolsDiscovered discovered -> metrics.listed(discovered.server(), discovered.tools());
            case Event.ToolsUpdated updated -> metrics.listed(updated.server(), updated.added());
            case Event.Started _, Event.PermanentlyFailed _, Event.Dormant _ -> {}
        }
        audience.happened(owner(event.server()), event);
    }

    Optional<WatchedServer> watched(ServerName server) {
        return Optional.ofNullable(servers.get(server));
    }

    String metrics() {
        return metrics.scrape(standings().toList());
    }

    List<ServerView> views(Caller caller) {
        return standings()
                .filter(standing -> caller.sees().test(standing.server()))
                .flatMap(standing -> watched(standing.server()).map(server -> server.view(standing)).stream())
                .toList();
    }

    Readiness readiness() {
        List<Readiness.Reason> untried = new ArrayList<>();
        List<Readiness.Reason> failing = new ArrayList<>();
        standings()
                .forEach(standing -> watched(standing.server()).ifPresent(server -> {
                    if (server.isUntried(standing.status())) {
                        untried.add(server.reason(standing));
                    } else if (server.fails(standing.status())) {
                        failing.add(server.reason(standing));
                    }
                }));
        return Readiness.of(untried, failing);
    }

    private Stream<Standing> standings() {
        return upstreams.all().stream().map(Upstream::standing);
    }
}
