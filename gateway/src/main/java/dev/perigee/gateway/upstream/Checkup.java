package dev.perigee.gateway.upstream;

import dev.perigee.gateway.upstream.Conversation.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Asks one server how it is, and what tools it has; its life takes note of the answer. Thread-safe: its lock lets one
/// reader of the tools wait for another.
final class Checkup {
    static final Duration CHECK_EVERY = Duration.ofMinutes(3);
    static final Duration REAUTH_CHECK_EVERY = Duration.ofMinutes(15);
    static final Duration PING_MAX = Duration.ofSeconds(10);

    private final Upstream upstream;
    private final Upstream.Traits traits;
    private final Upstream.Surroundings around;
    private final Vitals vitals;
    private final Consumer<Running> ending;
    private final Chores chores;
    private final ReentrantLock listing = new ReentrantLock();
    private final Duration pingMax;
    private final AtomicBoolean reading = new AtomicBoolean();
    private final AtomicBoolean checking = new AtomicBoolean();
    private volatile Instant lastCheck;

    /// `ending` ends a session that does not answer, and waits for that.
    Checkup(
            Upstream upstream,
            Upstream.Traits traits,
            Upstream.Surroundings around,
            Vitals vitals,
            Consumer<Running> ending) {
        this.upstream = upstream;
        this.traits = traits;
        this.around = around;
        this.vitals = vitals;
        this.ending = ending;
        this.chores = new Chores(upstream.name(), around.threads());
        this.pingMax = PING_MAX.compareTo(around.greetingMax()) < 0 ? PING_MAX : around.greetingMax();
        this.lastCheck = now();
    }

    /// Reads the tools unless they are known; whoever comes meanwhile waits for that.
    void readTools(UpstreamSession session) throws InterruptedException {
        listing.lockInterruptibly();
        try {
            if (vitals.tools() == null) {
                read(session);
            }
        } finally {
            listing.unlock();
        }
    }

    void readToolsAgain(UpstreamSession session) throws InterruptedException {
        listing.lockInterruptibly();
        try {
            read(session);
        } finally {
            listing.unlock();
        }
    }

    /// Reads the tools again, soon: what changes meanwhile is read with it.
    void toolsChanged(UpstreamSession session) {
        if (reading.compareAndSet(false, true)) {
            chores.run(() -> {
                reading.set(false);
                read(session);
            });
        }
    }

    Check.Finding check(Check check) throws InterruptedException {
        Instant begun = now();
        lastCheck = begun;
        Optional<Loss> why;
        try {
            UpstreamSession session = upstream.ownSession();
            why = switch (check) {
                case CONNECTIVITY -> ToolList.ping(session, pingMax);
                case CREDENTIAL_VALIDATION ->
                    switch (read(session)) {
                        case ToolList.Answer.Tools _ -> Optional.empty();
                        case ToolList.Answer.Refused(Loss refused) -> Optional.of(refused);
                    };
            };
            why.ifPresentOrElse(this::failed, () -> vitals.happened(new Happening.Well("it answered a check")));
        } catch (ConnectFailed e) {
            why = Optional.of(e.why());
        }
        List<String> tools = vitals.tools();
        return new Check.Finding(
                check,
                why.isEmpty(),
                why.map(loss -> traits.secrets().text(loss.explanation())).orElse("it answered"),
                Duration.between(begun, now()),
                tools == null ? null : tools.size());
    }

    /// Has checked what was not for a while. Does not block.
    void look() {
        Duration every = vitals.life().status() == InstanceStatus.REQUIRES_REAUTH ? REAUTH_CHECK_EVERY : CHECK_EVERY;
        if (!lastCheck.plus(every).isAfter(now()) && isToBeChecked() && checking.compareAndSet(false, true)) {
            lastCheck = now();
            chores.run(() -> {
                try {
                    recheck();
                } finally {
                    checking.set(false);
                }
            });
        }
    }

    /// A process that is down is only started for somebody; who is elsewhere may have come back.
    private boolean isToBeChecked() {
        return switch (vitals.life().status()) {
            case ONLINE -> !upstream.running().isEmpty();
            case OFFLINE, ERROR, REQUIRES_REAUTH ->
                !traits.transport().isProcess() || !upstream.running().isEmpty();
            case AWAITING_USER_CONFIG,
                    PROVISIONING,
                    COMMAND_RECEIVED,
                    CONNECTING,
                    DISCOVERING_TOOLS,
                    SYNCING_TOOLS,
                    RESTARTING,
                    PERMANENTLY_FAILED -> false;
        };
    }

    private void recheck() throws InterruptedException {
        if (vitals.life().status() != InstanceStatus.ONLINE) {
            recheckWhatIsNotWell();
            return;
        }
        for (Conversation conversation : upstream.conversations()) {
            Optional<Running> running = conversation.running();
            // Who is busy may answer late, and whoever waits for it finds out by itself.
            if (running.isEmpty() || conversation.isInUse()) {
                continue;
            }
            Optional<Loss> why = ToolList.ping(running.get().session(), pingMax);
            boolean silent = why.isPresent() && why.get().cause() == Loss.Cause.STALLED;
            if (silent && !conversation.isInUse()) {
                conversation.end(running.get(), null, false).ifPresent(ending);
                conversation.tellClients(why.get());
            }
            why.ifPresent(this::failed);
        }
    }

    private void recheckWhatIsNotWell() throws InterruptedException {
        if (!traits.transport().isProcess()) {
            check(Check.CREDENTIAL_VALIDATION);
            return;
        }
        List<Running> running = upstream.running();
        if (!running.isEmpty() && read(running.getFirst().session()) instanceof ToolList.Answer.Tools) {
            vitals.happened(new Happening.Well("it answered a check"));
        }
    }

    private ToolList.Answer read(UpstreamSession session) throws InterruptedException {
        ToolList.Answer answer = ToolList.read(session);
        switch (answer) {
            case ToolList.Answer.Tools tools -> vitals.listed(tools.names(), () -> tools.listed(traits.secrets()));
            case ToolList.Answer.Refused(Loss why) -> failed(why);
        }
        return answer;
    }

    /// A process that ended under it was noted as a crash, which says more.
    private void failed(Loss why) {
        boolean crashed = traits.transport().isProcess() && why.cause() == Loss.Cause.GONE;
        if (!crashed) {
            vitals.happened(new Happening.Failed(why.without(traits.secrets()), false));
        }
    }

    private Instant now() {
        return around.clock().instant();
    }
}
