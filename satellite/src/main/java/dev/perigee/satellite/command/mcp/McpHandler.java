package dev.perigee.satellite.command.mcp;

import dev.perigee.gateway.Change;
import dev.perigee.gateway.Gateway;
import dev.perigee.gateway.upstream.Check;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.protocol.command.FailureCode;
import dev.perigee.protocol.command.InstallationEvent;
import dev.perigee.protocol.command.McpCommand;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.satellite.command.Handling;
import dev.perigee.satellite.config.Refresh;
import dev.perigee.satellite.config.ServersChange;
import dev.perigee.satellite.link.LinkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Does what commands ask of the MCP gateway. The result's output is one JSON document; the exit code is 1 when
/// a server that the command is about is not well. Without a gateway it answers what concerns no server. Thread-safe.
public final class McpHandler {
    /// For so long a change waits until it is known how the new servers stand.
    static final Duration SETTLE_MAX = Duration.ofMinutes(1);

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final @Nullable Gateway gateway;
    private final ExecutorService threads;
    private final LongSupplier nanoClock;
    private final AtomicReference<@Nullable Refresh> refresh = new AtomicReference<>();

    /// Without a gateway it refuses what concerns a server.
    public McpHandler(@Nullable Gateway gateway, ExecutorService threads, LongSupplier nanoClock) {
        this.gateway = gateway;
        this.threads = threads;
        this.nanoClock = nanoClock;
    }

    /// Where configurations come from, once there is such a place.
    public void refreshWith(Refresh source) {
        refresh.set(source);
    }

    public Handling handle(McpCommand command) {
        Gateway known = gateway;
        return known == null ? withoutGateway(command) : work(() -> run(known, command));
    }

    private static Handling work(Interruption.Job job) {
        Interruption interruption = new Interruption();
        return new Handling.Work(_ -> interruption.during(job), interruption::interrupt);
    }

    private Handling withoutGateway(McpCommand command) {
        return switch (command) {
            case McpCommand.Configure(var _, InstallationEvent event, var _)
            when event != null && event.refreshes() -> work(() -> refreshed(null, nanoClock.getAsLong()));
            case McpCommand.Configure(var _, InstallationEvent event, String server)
            when event != null && server == null ->
                new Handling.Answer(completed(new Report.Recovered(List.of()), nanoClock.getAsLong()));
            case McpCommand.Configure configure
            when configure.event() == null && configure.servers().isEmpty() ->
                new Handling.Answer(completed(
                        new Report.Changed(List.of(), List.of(), List.of(), List.of(), List.of()),
                        nanoClock.getAsLong()));
            case McpCommand.Configure _,
                    McpCommand.Spawn _,
                    McpCommand.Kill _,
                    McpCommand.Restart _,
                    McpCommand.HealthCheck _ ->
                new Handling.Answer(new Result.Failed(
                        FailureCode.NO_GATEWAY,
                        command.type() + ": this satellite has no MCP gateway; expected mcp.servers, mcp.key or"
                                + " mcp.anonymous in its configuration"));
        };
    }

    private Result run(Gateway known, McpCommand command) throws InterruptedException {
        long begun = nanoClock.getAsLong();
        return switch (command) {
            case McpCommand.Configure(var _, InstallationEvent event, String server)
            when event != null -> happened(known, event, server, begun);
            case McpCommand.Configure configure -> result(known, known.configure(configure.servers()), begun);
            case McpCommand.Spawn spawn -> result(known, known.spawn(spawn.name(), spawn.entry()), begun);
            case McpCommand.Kill(String server) -> result(known, known.kill(new ServerName(server)), begun);
            case McpCommand.Restart(String server) -> {
                Optional<Upstream> upstream = known.find(new ServerName(server));
                yield upstream.isEmpty() ? notFound(known, server) : restart(known, upstream.get(), begun);
            }
            case McpCommand.HealthCheck(String server, String check) -> {
                List<Upstream> asked = server == null
                        ? known.all()
                        : known.find(new ServerName(server)).stream().toList();
                yield server != null && asked.isEmpty()
                        ? notFound(known, server)
                        : check(asked, Check.of(check).orElse(Check.CONNECTIVITY), begun);
            }
        };
    }

    private Result happened(Gateway known, InstallationEvent event, @Nullable String server, long begun)
            throws InterruptedException {
        return switch (event) {
            case MCP_INSTALLATION_CREATED, MCP_INSTALLATION_UPDATED, MCP_INSTALLATION_DELETED, TEAM_MEMBER_REMOVED ->
                refreshed(known, begun);
            case MCP_RECOVERY, MCP_REDEPLOY -> {
                List<Upstream> meant = server == null
                        ? known.all()
                        : known.find(new ServerName(server)).stream().toList();
                if (server != null && meant.isEmpty()) {
                    yield notFound(known, server);
                }
                String why = event.wireName();
                List<ServerReport> reports = together(meant.stream()
                        .<Callable<ServerReport>>map(upstream -> () -> {
                            var _ = event == InstallationEvent.MCP_REDEPLOY
                                    ? upstream.redeploy(why)
                                    : upstream.recover(why);
                            return report(known, upstream);
                        })
                        .toList());
                yield completed(new Report.Recovered(reports), begun);
            }
        };
    }

    private Result refreshed(@Nullable Gateway known, long begun) throws InterruptedException {
        Refresh source = refresh.get();
        if (source == null) {
            return new Result.Failed(FailureCode.SERVERS_REFUSED, "the satellite is only starting; try again");
        }
        try {
            return switch (source.now()) {
                case Refresh.Outcome.Refused(var _, String why) -> new Result.Failed(FailureCode.SERVERS_REFUSED, why);
                case Refresh.Outcome.Has(var _, ServersChange servers) ->
                    completed(
                            new Report.Changed(
                                    servers.added(),
                                    servers.changed(),
                                    servers.removed(),
                                    servers.unchanged(),
                                    known == null ? List.of() : reports(known, servers)),
                            begun);
            };
        } catch (LinkException e) {
            return new Result.Failed(
                    FailureCode.SERVERS_REFUSED, "the configuration cannot be asked for: " + e.getMessage());
        }
    }

    private static List<ServerReport> reports(Gateway known, ServersChange servers) {
        return Stream.concat(servers.added().stream(), servers.changed().stream())
                .flatMap(name -> known.find(new ServerName(name)).stream())
                .map(upstream -> report(known, upstream))
                .toList();
    }

    private Result result(Gateway known, Change change, long begun) throws InterruptedException {
        return switch (change) {
            case Change.Refused(List<String> problems) ->
                new Result.Failed(FailureCode.SERVERS_REFUSED, String.join("; ", problems));
            case Change.NotFound(String server) -> notFound(known, server);
            case Change.Applied applied -> {
                List<Upstream> fresh = Stream.concat(applied.added().stream(), applied.changed().stream())
                        .flatMap(name -> known.find(name).stream())
                        .toList();
                together(fresh.stream()
                        .<Callable<Boolean>>map(upstream -> () -> {
                            upstream.discover();
                            return true;
                        })
                        .toList());
                yield completed(
                        new Report.Changed(
                                names(applied.added()),
                                names(applied.changed()),
                                names(applied.removed()),
                                names(applied.unchanged()),
                                fresh.stream()
                                        .map(upstream -> report(known, upstream))
                                        .toList()),
                        begun);
            }
        };
    }

    private Result restart(Gateway known, Upstream upstream, long begun) throws InterruptedException {
        upstream.restart("a restart command");
        return completed(new Report.Restarted(report(known, upstream)), begun);
    }

    private Result check(List<Upstream> asked, Check check, long begun) throws InterruptedException {
        return completed(
                new Report.Checked(
                        check.wireName(),
                        together(asked.stream()
                                .<Callable<Report.Finding>>map(upstream -> () -> finding(upstream, check))
                                .toList())),
                begun);
    }

    private static Report.Finding finding(Upstream upstream, Check check) throws InterruptedException {
        Check.Finding found = upstream.check(check);
        return new Report.Finding(
                upstream.name().value(),
                found.healthy(),
                upstream.standing().status().wireName(),
                found.explanation(),
                found.took().toMillis(),
                found.tools());
    }

    /// All at the same time; what takes too long is left out and goes on by itself.
    private <T> List<T> together(List<Callable<T>> tasks) throws InterruptedException {
        long deadline = nanoClock.getAsLong() + SETTLE_MAX.toNanos();
        List<Future<T>> futures = tasks.stream().map(threads::submit).toList();
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            try {
                results.add(future.get(Math.max(0, deadline - nanoClock.getAsLong()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException _) {
                future.cancel(true);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        return results;
    }

    private Result completed(Report report, long begun) {
        Output output = Output.of(JSON.writeValueAsString(report) + "\n");
        long millis = Duration.ofNanos(nanoClock.getAsLong() - begun).toMillis();
        return new Result.Completed(report.well() ? 0 : 1, output, Output.EMPTY, millis);
    }

    private static Result notFound(Gateway known, String server) {
        return new Result.Failed(
                FailureCode.SERVER_NOT_FOUND,
                "server \"" + server + "\": expected one of "
                        + known.all().stream().map(Upstream::name).toList());
    }

    private static ServerReport report(Gateway known, Upstream upstream) {
        return ServerReport.of(upstream.standing(), known.source(upstream.name()));
    }

    private static List<String> names(List<ServerName> names) {
        return names.stream().map(ServerName::value).toList();
    }
}
