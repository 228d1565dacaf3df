package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Ago;
import dev.perigee.cli.shell.OneLine;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Span;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.ConfigStanding;
import dev.perigee.protocol.api.DuplicateView;
import dev.perigee.protocol.api.IdentityView;
import dev.perigee.protocol.api.LivenessChange;
import dev.perigee.protocol.api.SatelliteDetail;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.heartbeat.ProcessStatus;
import dev.perigee.protocol.heartbeat.SystemMetrics;
import dev.perigee.protocol.registration.SystemInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `perigee satellite NAME`.
@Command(
        name = "satellite",
        description = "Show everything known of a satellite: how it stands, since when and why, and what it runs.")
public final class SatelliteShowCommand extends ListingCommand<SatelliteDetail> {
    private static final int LABEL_WIDTH = 14;

    @Parameters(index = "0", paramLabel = "NAME", description = "Its id.")
    private String name = "";

    public SatelliteShowCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<SatelliteDetail> ask(ControlPlane controlPlane) throws InterruptedException {
        return controlPlane.satellite(new SatelliteId(name));
    }

    @Override
    void print(SatelliteDetail detail) {
        Instant now = shell.time().clock().instant();
        SatelliteView satellite = detail.satellite();
        LivenessChange last = detail.changes().getLast();
        field("satellite", satellite.id().value());
        field("state", satellite.state().wireName());
        field("since", since(last.at(), now));
        field("why", last.why());
        field("last seen", since(satellite.lastSeen(), now));
        field("registered", since(satellite.registeredAt(), now));
        optional("team", satellite.team());
        optional("group", satellite.group());
        field("labels", satellite.labels().toString());
        field("version", satellite.version());
        field("platform", satellite.platform());
        optional("concurrent", satellite.maxConcurrent());
        optional("public URL", detail.publicUrl());
        identity(detail.identity());
        Heartbeat heartbeat = detail.heartbeat();
        if (heartbeat == null) {
            field("heartbeat", "none yet, wanted every " + Span.of(detail.heartbeatInterval()));
        } else {
            heartbeat(heartbeat, detail, now);
        }
        if (detail.config() != null) {
            config(detail.config(), now);
        }
        before(detail.changes());
        if (heartbeat != null && !heartbeat.processes().isEmpty()) {
            processes(heartbeat);
        }
    }

    private void identity(IdentityView identity) {
        field("capabilities", String.join(", ", identity.capabilities()));
        SystemInfo system = identity.system();
        if (system != null) {
            optional("host", system.hostname());
            optional("system", system.os());
            optional("architecture", system.arch());
            optional("java", system.javaVersion());
            optional("cpus", system.cpus());
            optional("installed", system.memoryBytes() == null ? null : mebibytes(system.memoryBytes()));
        }
        if (!identity.routes().isEmpty()) {
            field("routes", String.join(", ", identity.routes()));
        }
        field("key since", identity.keySince().toString());
        if (identity.keyWantedSince() != null) {
            field("next key", "wanted since " + identity.keyWantedSince());
        }
        DuplicateView duplicate = identity.duplicate();
        if (duplicate != null) {
            field(
                    "duplicate",
                    duplicate.processes() + " processes use this identity, since " + duplicate.since()
                            + ": its directory was copied, or its key stolen");
        }
    }

    private void heartbeat(Heartbeat heartbeat, SatelliteDetail detail, Instant now) {
        field("heartbeat", Ago.of(detail.heartbeatAt(), now) + ", wanted every " + Span.of(detail.heartbeatInterval()));
        field("condition", heartbeat.condition().wireName());
        SystemMetrics system = heartbeat.system();
        optional("cpu", percent(system.cpuPercent()));
        if (system.memoryUsedBytes() != null && system.memoryTotalBytes() != null) {
            field("memory", mebibytes(system.memoryUsedBytes()) + " of " + mebibytes(system.memoryTotalBytes()));
        }
        optional("disk", percent(system.diskUsedPercent()));
        optional("received", system.networkRxBytes() == null ? null : mebibytes(system.networkRxBytes()));
        optional("sent", system.networkTxBytes() == null ? null : mebibytes(system.networkTxBytes()));
        if (system.uptimeSeconds() != null) {
            field("uptime", Span.of(Duration.ofSeconds(system.uptimeSeconds())));
        }
        field("errors", heartbeat.errors() + " since the heartbeat before");
        heartbeat.serversByTeam().forEach((team, servers) -> field("team " + team, servers + " MCP servers"));
        heartbeat.commandsByTeam().forEach((team, commands) -> field("team " + team, commands + " commands"));
    }

    private void config(ConfigStanding config, Instant now) {
        if (config.reported() == null || config.reportedAt() == null) {
            field("config", "has never said which it has; to have " + config.desired());
            driftsSince(config, now);
            return;
        }
        boolean has = config.reported().equals(config.desired());
        field(
                "config",
                "revision " + config.revision() + ", said " + Ago.of(config.reportedAt(), now)
                        + (has ? "; it is the one to have" : "; to have " + config.desired()));
        if (!has) {
            driftsSince(config, now);
            optional("not taken", config.error());
        }
    }

    private void driftsSince(ConfigStanding config, Instant now) {
        if (config.driftingSince() != null) {
            field("drifts since", since(config.driftingSince(), now));
        }
    }

    private void before(List<LivenessChange> changes) {
        for (LivenessChange change : changes.reversed().subList(1, changes.size())) {
            field("before", change.state().wireName() + " from " + change.at() + ": " + change.why());
        }
    }

    private void processes(Heartbeat heartbeat) {
        Table table = new Table("KIND", "NAME", "STATE", "PROCESSES", "CPU", "MEMORY");
        for (ProcessStatus process : heartbeat.processes()) {
            String cpu = percent(process.cpuPercent());
            table.row(
                    process.kind().wireName(),
                    process.name(),
                    process.state(),
                    String.valueOf(process.processes()),
                    cpu == null ? "" : cpu,
                    process.memoryBytes() == null ? "" : mebibytes(process.memoryBytes()));
        }
        table.print(shell.streams().out());
        if (heartbeat.processesLeftOut() > 0) {
            shell.streams().out().println("and " + heartbeat.processesLeftOut() + " more");
        }
    }

    private void optional(String label, @Nullable Object value) {
        if (value != null) {
            field(label, value.toString());
        }
    }

    private void field(String label, String value) {
        String begin = label + ":";
        shell.streams()
                .out()
                .println(begin + " ".repeat(Math.max(1, LABEL_WIDTH - begin.length())) + OneLine.of(value));
    }

    private static String since(@Nullable Instant time, Instant now) {
        return time == null ? Ago.of(null, now) : time + " (" + Ago.of(time, now) + ")";
    }

    private static @Nullable String percent(@Nullable Double value) {
        return value == null ? null : String.format(Locale.ROOT, "%.1f %%", value);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (1024.0 * 1024));
    }
}
