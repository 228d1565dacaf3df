package dev.perigee.satellite.heartbeat;

import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.heartbeat.Condition;
import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.heartbeat.HeartbeatReceipt;
import dev.perigee.protocol.heartbeat.ProcessStatus;
import dev.perigee.protocol.heartbeat.ProcessStatus.Kind;
import dev.perigee.protocol.heartbeat.SystemMetrics;
import dev.perigee.satellite.link.LinkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Sends a heartbeat as often as the control plane wants one, a little sooner each time by chance. What cannot be sent
/// is not kept: the next says how things are then, and counts the errors again. Runs on one thread, until that is
/// interrupted; begins once the satellite is connected.
public final class Heart implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Heart.class);
    private static final Duration FIRST_AFTER = Duration.ofSeconds(1);
    public static final Duration INTERVAL_DEFAULT = Duration.ofSeconds(30);
    private static final Duration CONNECTED_PATIENCE = Duration.ofDays(365);

    private final Body body;
    private final Channel channel;
    private final RandomGenerator random;
    private final Pause pause;
    private Duration interval;
    private long errorsTold;
    private boolean urlTold;
    private boolean failing;

    /// What a heartbeat is made of: what measures, made when it is first needed; what runs; the errors; what the
    /// satellite says of itself.
    public record Body(
            Supplier<Measuring> measuring,
            Supplier<List<Running>> running,
            LongSupplier errors,
            String version,
            String publicUrl) {}

    /// The way to the control plane.
    public interface Channel {
        /// Waits until the control plane has answered for the first time, at most `max`; whether it has.
        boolean awaitConnected(Duration max) throws InterruptedException;

        HeartbeatReceipt send(Heartbeat heartbeat) throws LinkException, InterruptedException;
    }

    /// Lets time pass, until the thread is interrupted.
    @FunctionalInterface
    interface Pause {
        void of(Duration length) throws InterruptedException;
    }

    /// `interval` holds until the control plane wants another.
    public Heart(Body body, Channel channel, RandomGenerator random, Duration interval) {
        this(body, channel, random, interval, pause(new CountDownLatch(1)));
    }

    Heart(Body body, Channel channel, RandomGenerator random, Duration interval, Pause pause) {
        this.body = body;
        this.channel = channel;
        this.random = random;
        this.interval = within(interval);
        this.pause = pause;
    }

    private static Pause pause(CountDownLatch never) {
        return length -> {
            var _ = never.await(length.toMillis(), TimeUnit.MILLISECONDS);
        };
    }

    @Override
    public void run() {
        try {
            if (!channel.awaitConnected(CONNECTED_PATIENCE)) {
                return;
            }
            Measuring measuring = body.measuring().get();
            pause(FIRST_AFTER);
            while (!Thread.currentThread().isInterrupted()) {
                beat(measuring);
                pause(interval);
            }
        } catch (InterruptedException _) {
            log.debug("heartbeats stopped");
        } catch (RuntimeException | LinkageError e) {
            log.atError().setCause(e).log("no more heartbeats: the machine cannot be measured");
        }
    }

    /// Five sixths of it to all of it.
    private void pause(Duration most) throws InterruptedException {
        long millis = most.toMillis();
        pause.of(Duration.ofMillis(millis - random.nextLong(millis / 6 + 1)));
    }

    private void beat(Measuring measuring) throws InterruptedException {
        long errors = body.errors().getAsLong();
        try {
            Heartbeat heartbeat = heartbeat(measuring, errors - errorsTold);
            HeartbeatReceipt receipt = channel.send(heartbeat);
            interval = within(receipt.interval());
            errorsTold = errors;
            urlTold = true;
            failing = false;
        } catch (LinkException e) {
            log.atLevel(failing ? Level.DEBUG : Level.WARN)
                    .addKeyValue("error", e.getMessage())
                    .log("heartbeat not sent; the next one comes in its time");
            failing = true;
        }
    }

    private Heartbeat heartbeat(Measuring measuring, long errors) {
        List<Running> running = body.running().get();
        SystemMetrics system = measuring.system();
        Map<Integer, Measuring.Usage> usage = measuring.trees(
                running.stream().flatMap(one -> one.leaders().stream()).toList());
        List<ProcessStatus> processes = new ArrayList<>();
        running.stream().limit(Heartbeat.PROCESSES_MAX).forEach(one -> processes.add(status(one, usage)));
        boolean degraded = running.stream().anyMatch(Running::failing);
        return new Heartbeat(
                degraded ? Condition.DEGRADED : Condition.ACTIVE,
                system,
                processes,
                running.size() - processes.size(),
                byTeam(running, Kind.MCP_SERVER),
                byTeam(running, Kind.COMMAND),
                errors,
                body.version(),
                urlTold ? null : body.publicUrl());
    }

    /// Of too many teams the last by name are left out.
    private static Map<TeamName, Integer> byTeam(List<Running> running, Kind kind) {
        SortedMap<TeamName, Integer> counts = new TreeMap<>();
        for (Running one : running) {
            TeamName team = one.team();
            if (one.kind() == kind && team != null) {
                counts.merge(team, 1, Integer::sum);
            }
        }
        while (counts.size() > Heartbeat.TEAMS_MAX) {
            counts.remove(counts.lastKey());
        }
        return counts;
    }

    private static ProcessStatus status(Running one, Map<Integer, Measuring.Usage> usage) {
        int processes = 0;
        Double cpu = null;
        Long memory = null;
        for (Integer leader : one.leaders()) {
            Measuring.@Nullable Usage used = usage.get(leader);
            if (used != null) {
                processes += used.processes();
                cpu = (cpu == null ? 0 : cpu) + used.cpuPercent();
                memory = (memory == null ? 0 : memory) + used.memoryBytes();
            }
        }
        return new ProcessStatus(
                one.kind(),
                one.name(),
                one.state(),
                processes,
                cpu == null ? null : (Double) Measuring.hundredths(cpu),
                memory,
                null,
                one.tools());
    }

    /// A control plane that wants none for a day, or one every millisecond, is not obeyed.
    private static Duration within(Duration wanted) {
        if (wanted.compareTo(HeartbeatReceipt.INTERVAL_MIN) < 0) {
            return HeartbeatReceipt.INTERVAL_MIN;
        }
        return wanted.compareTo(HeartbeatReceipt.INTERVAL_MAX) > 0 ? HeartbeatReceipt.INTERVAL_MAX : wanted;
    }
}
