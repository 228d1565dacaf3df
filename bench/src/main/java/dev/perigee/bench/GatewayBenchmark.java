package dev.perigee.bench;

import dev.perigee.bench.CallRounds.Outcome;
import dev.perigee.bench.mcp.Era;
import dev.perigee.bench.mcp.McpClients;
import dev.perigee.bench.mcp.Target;
import dev.perigee.bench.peer.GatewayPeer;
import dev.perigee.bench.peer.Nginx;
import dev.perigee.bench.peer.Peer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// Calls of one tool through the gateway's door, beside the same calls straight to the server and through nginx; and
/// the memory that open sessions take.
final class GatewayBenchmark implements Benchmark {
    private static final int SESSIONS = 1000;
    private static final double MIB = 1024 * 1024;

    private final Era era;

    GatewayBenchmark(Era era) {
        this.era = era;
    }

    @Override
    public String name() {
        return switch (era) {
            case LEGACY -> "gateway";
            case MODERN -> "gateway-modern";
        };
    }

    @Override
    public String about() {
        return "MCP calls through the door (" + era.version() + "): latency alone, throughput at " + CallRounds.PARALLEL
                + ", memory of " + SESSIONS + " sessions";
    }

    @Override
    public Figures run(Path root, Path data) throws Exception {
        Figures figures = new Figures();
        try (EchoServers servers = EchoServers.start(era, data)) {
            try (ReadyProcess perigee = servers.perigee(root, Files.createDirectory(data.resolve("calls")));
                    Nginx nginx = new Nginx(servers.url(), era);
                    CallRounds rounds = new CallRounds()) {
                rounds.add("direct", servers.direct(), () -> servers.http().cpu());
                switch (nginx.start(Files.createDirectory(data.resolve("nginx")))) {
                    case Peer.Start.Ready _ -> rounds.add("nginx", nginx.target(), nginx::cpu);
                    case Peer.Start.Missing(String why) -> figures.notMeasured("nginxP50", why);
                }
                Target.Manner manner = Target.manner(era);
                rounds.add("door", new Target(under(perigee, EchoServers.HTTP), manner, "echo"), perigee::cpu);
                rounds.add("doorToAll", new Target(perigee.url(), manner, EchoServers.HTTP + "__echo"), perigee::cpu);
                rounds.add("doorToStdio", new Target(under(perigee, EchoServers.STDIO), manner, "echo"), perigee::cpu);
                add(rounds.run(), figures);
            }
            if (era == Era.LEGACY) {
                addSessions(root, data, servers, figures);
            }
        }
        return figures;
    }

    @Override
    public void addPeers(Peers peers, Path data, Figures figures) throws Exception {
        Path own = Files.createDirectory(data.resolve("peers"));
        try (EchoServers servers = EchoServers.start(era, own)) {
            for (GatewayPeer peer : peers.gateways(servers.url(), servers.stdio(), era)) {
                peers.measureGateway(peer, own, figures, target -> {
                    try (CallRounds rounds = new CallRounds()) {
                        rounds.add(peer.name(), target, () -> Duration.ZERO);
                        add(rounds.run(), figures);
                    }
                });
            }
        }
        compare("door", "Http", figures);
        compare("doorToStdio", "Stdio", figures);
    }

    private static void add(Map<String, Outcome> outcomes, Figures figures) {
        outcomes.forEach((name, outcome) -> {
            figures.add(name + "P50", outcome.p50(), "us", "one call at a time")
                    .add(name + "P99", outcome.p99(), "us", "")
                    .add(name + "PerSecond", outcome.perSecond(), "/s", CallRounds.PARALLEL + " at a time");
            if (outcome.cpuPerCall() > 0) {
                figures.add(name + "CpuPerCall", outcome.cpuPerCall(), "us", "processor time, " + whose(name));
            }
        });
        Outcome direct = outcomes.get("direct");
        Outcome door = outcomes.get("door");
        Outcome nginx = outcomes.get("nginx");
        if (direct != null && door != null) {
            figures.add("doorAddsP50", door.p50() - direct.p50(), "us", "aim: at most 150")
                    .add("doorOfDirect", door.perSecond() / direct.perSecond(), "x", "aim: at least 0.6");
        }
        if (nginx != null && door != null) {
            figures.add("doorOfNginx", door.perSecond() / nginx.perSecond(), "x", "aim: at least 0.8");
        }
    }

    private static void compare(String door, String transport, Figures figures) {
        Stream.of("mcpProxy", "supergateway", "mcpHub", "mcpProxySupergateway")
                .map(name -> figures.value(name + transport + "PerSecond"))
                .flatMapToDouble(OptionalDouble::stream)
                .max()
                .ifPresent(best -> figures.value(door + "PerSecond")
                        .ifPresent(own ->
                                figures.add(door + "OfBestNpm", own / best, "x", "throughput; aim: at least 5")));
    }

    private static String whose(String name) {
        return switch (name) {
            case "direct" -> "of the server itself";
            case "nginx" -> "of nginx";
            default -> "of perigee";
        };
    }

    private static void addSessions(Path root, Path data, EchoServers servers, Figures figures)
            throws IOException, InterruptedException {
        try (ReadyProcess perigee = servers.perigee(root, Files.createDirectory(data.resolve("sessions")))) {
            double heap = LiveHeap.bytes(perigee.pid());
            double resident = perigee.residentBytes();
            Target target = new Target(under(perigee, EchoServers.HTTP), Target.Manner.LEGACY, "echo");
            try (McpClients clients = McpClients.of(target, SESSIONS)) {
                clients.settle();
                double now = perigee.residentBytes();
                figures.add("sessionsResident", (now - resident) / MIB, "MiB", SESSIONS + " sessions; aim: at most 100")
                        .add("sessionsHeap", (LiveHeap.bytes(perigee.pid()) - heap) / MIB, "MiB", "live, of that")
                        .add("idleResident", resident / MIB, "MiB", "before them");
            }
        }
    }

    private static URI under(ReadyProcess perigee, String server) {
        return URI.create(perigee.url() + "/" + server);
    }
}
