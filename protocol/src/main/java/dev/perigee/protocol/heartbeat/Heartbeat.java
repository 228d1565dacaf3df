package dev.perigee.protocol.heartbeat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.access.TeamName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The body of `POST /perigee/v1/satellites/{id}/heartbeat`: how a satellite is, what it runs, how many errors it met
/// since the beat before, and how many MCP servers and commands it runs for each team. `publicUrl` comes with the first
/// beat of a life, and empty means that the control plane is to find out from what proxies say of the request.
public record Heartbeat(
        Condition condition,
        SystemMetrics system,
        List<ProcessStatus> processes,
        int processesLeftOut,
        Map<TeamName, Integer> serversByTeam,
        Map<TeamName, Integer> commandsByTeam,
        long errors,
        String version,
        @Nullable String publicUrl) {
    public static final int PROCESSES_MAX = 200;
    public static final int TEAMS_MAX = 200;
    private static final int TEXT_MAX = 2_000;

    public Heartbeat(
            @JsonProperty("condition") @Nullable Condition condition,
            @JsonProperty("system") @Nullable SystemMetrics system,
            @JsonProperty("processes") @Nullable List<ProcessStatus> processes,
            @JsonProperty("processesLeftOut") int processesLeftOut,
            @JsonProperty("serversByTeam") @Nullable Map<TeamName, Integer> serversByTeam,
            @JsonProperty("commandsByTeam") @Nullable Map<TeamName, Integer> commandsByTeam,
            @JsonProperty("errors") long errors,
            @JsonProperty("version") @Nullable String version,
            @JsonProperty("publicUrl") @Nullable String publicUrl) {
        this.condition = Objects.requireNonNullElse(condition, Condition.ACTIVE);
        this.system = Objects.requireNonNullElse(system, SystemMetrics.UNKNOWN);
        this.processes = List.copyOf(Objects.requireNonNullElse(processes, List.of()));
        this.processesLeftOut = processesLeftOut;
        this.serversByTeam = counts("serversByTeam", serversByTeam);
        this.commandsByTeam = counts("commandsByTeam", commandsByTeam);
        this.errors = errors;
        this.version = Objects.requireNonNullElse(version, "");
        this.publicUrl = publicUrl;
        atMost("processes", this.processes.size(), PROCESSES_MAX);
        atMost("version's length", this.version.length(), TEXT_MAX);
        atMost("publicUrl's length", publicUrl == null ? 0 : publicUrl.length(), TEXT_MAX);
        if (errors < 0) {
            throw new BadValue("errors", errors, "0 or more");
        }
        if (processesLeftOut < 0) {
            throw new BadValue("processesLeftOut", processesLeftOut, "0 or more");
        }
    }

    /// The same as it is kept: what is said of the URL holds longer than one beat.
    public Heartbeat withoutUrl() {
        return publicUrl == null
                ? this
                : new Heartbeat(
                        condition,
                        system,
                        processes,
                        processesLeftOut,
                        serversByTeam,
                        commandsByTeam,
                        errors,
                        version,
                        null);
    }

    /// The same from a satellite that is of `team`: all that it runs is that team's, whatever it says.
    public Heartbeat of(TeamName team) {
        return new Heartbeat(
                condition,
                system,
                processes,
                processesLeftOut,
                counted(team, ProcessStatus.Kind.MCP_SERVER),
                counted(team, ProcessStatus.Kind.COMMAND),
                errors,
                version,
                publicUrl);
    }

    private Map<TeamName, Integer> counted(TeamName team, ProcessStatus.Kind kind) {
        long count = processes.stream().filter(one -> one.kind() == kind).count();
        return count == 0 ? Map.of() : Map.of(team, Math.toIntExact(count));
    }

    private static Map<TeamName, Integer> counts(String what, @Nullable Map<TeamName, Integer> told) {
        if (told == null || told.isEmpty()) {
            return Map.of();
        }
        atMost(what, told.size(), TEAMS_MAX);
        told.forEach((team, count) -> {
            if (count == null || count < 0) {
                throw new BadValue(what + "." + team, String.valueOf(count), "0 or more");
            }
        });
        return Collections.unmodifiableMap(new TreeMap<>(told));
    }

    private static void atMost(String what, int count, int max) {
        if (count > max) {
            throw new BadValue(what, count, "at most " + max);
        }
    }
}
