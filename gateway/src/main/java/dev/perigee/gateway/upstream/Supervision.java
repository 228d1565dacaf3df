package dev.perigee.gateway.upstream;

import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.Conversation.Past;
import dev.perigee.gateway.upstream.Conversation.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one server alive: opens what is needed, starts again what crashed, lets go what is idle, and looks
/// whether what runs is well. What it has to wait for it does on threads of its own. Thread-safe.
final class Supervision implements Conversation.Server, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Supervision.class);

    static final ClientProfile SELF =
            new ClientProfile(JsonObject.EMPTY, JsonObject.of("{\"name\":\"perigee\",\"version\":\"0.1.0\"}"));
    static final Duration GRACE = Duration.ofMinutes(1);
    static final Duration CHECK_EVERY = Duration.ofMinutes(3);
    static final Duration REAUTH_CHECK_EVERY = Duration.ofMinutes(15);
    static final Duration PING_MAX = Duration.ofSeconds(10);
    static final Duration ROOM_RETRY = Duration.ofSeconds(30);

    private final Upstream upstream;
    private final Upstream.Traits traits;
    private final Upstream.Surroundings around;
    private final Vitals vitals;
    private final AtomicBoolean reading = new AtomicBoolean();
    private final AtomicBoolean checking = new AtomicBoolean();
    private final ReentrantLock listing = new ReentrantLock();
    private final AtomicReference<Alarm.Pending> retry = new AtomicReference<>(() -> {});
    private volatile Instant lastCheck;
    private volatile @Nullable Instant lastUse;

    Supervision(Upstream upstream, Upstream.Traits traits, Upstream.Surroundings around, Vitals vitals) {
        this.upstream = upstream;
        this.traits = traits;
        this.around = around;
        this.vitals = vitals;
        this.lastCheck = around.clock().instant();
    }

    @Override
    public ServerName name() {
        return upstream.name();
    }

    @Override
    public Instant now() {
        return around.clock().instant();
    }

    @Nullable
    Instant lastUse() {
        for (Running running : upstream.running()) {
            Instant last = running.usage().wasUsed() ? running.usage().last() : null;
            Instant known = lastUse;
            if (last != null && (known == null || known.isBefore(last))) {
                lastUse = last;
            }
        }
        return lastUse;
    }

    @Override
    public Running open(Conversation conversation, Start start, Connection.Listener listener)
            throws ConnectFailed, InterruptedException {
        Instant begun = now();
        Conversation.Lease place = place(conversation);
        vitals.happened(new Happening.Starting(start.wanted() ? "somebody needs it" : "it is started again"));
        Usage usage = new Usage(around.clock());
        AtomicReference<@Nullable Connection> made = new AtomicReference<>();
        boolean open = false;
        try {
            UpstreamSession session = UpstreamSession.open(
                    inner -> {
                        Connection connection =
                                new WatchedConnection(traits.connector().connect(inner), usage);
                        made.set(connection);
                        return connection;
                    },
                    conversation.profile(),
                    listener,
                    around.greetingMax());
            open = true;
            return new Running(session, usage, now(), Duration.between(begun, now()), process(made.get()), place);
        } catch (ConnectFailed e) {
            Loss why = e.why().without(traits.secrets());
            if (traits.transport().isProcess() && made.get() != null && why.cause() == Loss.Cause.GONE) {
                Duration ran = Duration.between(begun, now());
                crashed(conversation, why, ran, start.wanted(), process(made.get()))
                        .ifPresent(start::followedBy);
            } else {
                failed(why);
            }
            throw new ConnectFailed(why);
        } finally {
            if (!open) {
                place.end();
            }
        }
    }

    private static @Nullable Long process(@Nullable Connection connection) {
        OptionalLong id = connection == null ? OptionalLong.empty() : connection.process();
        return id.isPresent() ? id.getAsLong() : null;
    }

    private Conversation.Lease place(Conversation conversation) throws ConnectFailed, InterruptedException {
        if (!traits.transport().isProcess()) {
            return () -> {};
        }
        try {
            return around.places().take(conversation)::giveBack;
        } catch (ConnectFailed e) {
            failed(e.why());
            throw e;
        }
    }

    @Override
    public void opened(Running running, @Nullable Past past) {
        vitals.opened(running, past, traits.transport());
    }

    @Override
    public void ready(Conversation conversation, Running running) throws InterruptedException {
        if (upstream.isClosed()) {
            end(conversation);
            return;
        }
        readOnce(running.session());
    }

    @Override
    public void heard(Running running, Message.Notification notification) {
        if (notification.method().equals("notifications/tools/list_changed") && reading.compareAndSet(false, true)) {
            run(() -> {
                reading.set(false);
                read(running.session());
            });
        }
    }

    /// Reads the tools unless they are known; whoever comes meanwhile waits for that.
    private void readOnce(UpstreamSession session) throws InterruptedException {
        listing.lockInterruptibly();
        try {
            if (vitals.tools() == null) {
                read(session);
            }
        } finally {
            listing.unlock();
        }
    }

    private ToolList.Answer read(UpstreamSession session) throws InterruptedException {
        ToolList.Answer answer = ToolList.read(session);
        switch (answer) {
            case ToolList.Answer.Tools(List<String> names) -> vitals.listed(names);
            case ToolList.Answer.Refused(Loss why) -> failedCheck(why);
        }
        return answer;
    }

    @Override
    public void lost(Conversation conversation, Running running, Loss why) {
        Loss shown = why.without(traits.secrets());
        lastUse();
        if (why.cause() == Loss.Cause.GONE) {
            running.place().end();
        } else {
            run(() -> end(running));
        }
        if (traits.transport().isProcess()) {
            crashed(
                            conversation,
                            shown,
                            Duration.between(running.since(), now()),
                            running.usage().wasUsed(),
                            running.process())
                    .ifPresent(conversation::start);
        } else {
            failed(shown);
        }
    }

    /// After what time it is to be started again; empty when it is not, unless somebody calls.
    private Optional<Duration> crashed(
            Conversation conversation, Loss why, Duration ran, boolean wanted, @Nullable Long process) {
        boolean others = !upstream.running().isEmpty();
        Life life = vitals.crashed(new Happening.Crashed(why, ran, wanted, others), process);
        conversation.passed(new Past(
                Past.Reason.CRASHED, now(), process, life.restarts().crashes().size(), why.explanation()));
        return wanted && !life.isBlocked() && !upstream.isClosed() ? Optional.of(life.delay(now())) : Optional.empty();
    }

    @Override
    public void letGo(Conversation conversation, Running running, String why) {
        Past past = new Past(Past.Reason.LET_GO, now(), running.process(), 0, why);
        if (conversation.end(running, past, false).isPresent()) {
            lastUse();
            vitals.rests(
                    running,
                    "dormant: " + why + "; the next call starts it",
                    upstream.running().isEmpty());
            end(running);
        }
    }

    @Override
    public void later(Duration delay, Start start, Runnable action) {
        if (delay.isZero()) {
            execute(action, start);
        } else {
            start.waitsFor(around.alarm().after(delay, () -> execute(action, start)));
        }
    }

    void discover() throws InterruptedException {
        try {
            UpstreamSession session = upstream.ownSession();
            readOnce(session);
        } catch (ConnectFailed e) {
            if (e.why().cause() == Loss.Cause.UNAVAILABLE && !vitals.life().isBlocked() && !upstream.isClosed()) {
                later(around.alarm().after(ROOM_RETRY, () -> run(this::discover)));
            }
        }
    }

    private void later(Alarm.Pending again) {
        retry.getAndSet(again).cancel();
        if (upstream.isClosed()) {
            again.cancel();
        }
    }

    void restart(String why) throws InterruptedException {
        vitals.happened(new Happening.Reset(why));
        Together.run(
                around.threads(),
                upstream.conversations().stream()
                        .<Runnable>map(conversation -> () -> {
                            Optional<Running> running = conversation.running();
                            Past past = new Past(
                                    Past.Reason.ORDERED,
                                    now(),
                                    running.map(Running::process).orElse(null),
                                    0,
                                    why);
                            conversation.end(null, past, false).ifPresent(this::end);
                        })
                        .toList());
        discover();
    }

    Check.Finding check(Check check) throws InterruptedException {
        Instant begun = now();
        lastCheck = begun;
        Optional<Loss> why;
        try {
            UpstreamSession session = upstream.ownSession();
            why = switch (check) {
                case CONNECTIVITY -> ToolList.ping(session, PING_MAX);
                case CREDENTIAL_VALIDATION ->
                    switch (read(session)) {
                        case ToolList.Answer.Tools _ -> Optional.empty();
                        case ToolList.Answer.Refused(Loss refused) -> Optional.of(refused);
                    };
            };
        } catch (ConnectFailed e) {
            why = Optional.of(e.why());
        }
        why.ifPresentOrElse(this::failedCheck, () -> vitals.happened(new Happening.Well("it answered a check")));
        List<String> tools = vitals.tools();
        return new Check.Finding(
                check,
                why.isEmpty(),
                why.map(loss -> traits.secrets().of(loss.explanation())).orElse("it answered"),
                Duration.between(begun, now()),
                tools == null ? null : tools.size());
    }

    void look() {
        if (traits.transport().isProcess()) {
            upstream.conversations().forEach(this::letGoIfIdle);
        }
        Duration every = vitals.life().status() == InstanceStatus.REQUIRES_REAUTH ? REAUTH_CHECK_EVERY : CHECK_EVERY;
        if (!lastCheck.plus(every).isAfter(now()) && isToBeChecked() && checking.compareAndSet(false, true)) {
            lastCheck = now();
            run(() -> {
                try {
                    recheck();
                } finally {
                    checking.set(false);
                }
            });
        }
    }

    private void letGoIfIdle(Conversation conversation) {
        Optional<Running> running = conversation.running();
        Optional<Instant> idleSince = conversation.idleSince();
        if (running.isPresent()
                && idleSince.isPresent()
                && !idleSince.get().plus(around.idleMax()).isAfter(now())
                && !running.get().since().plus(GRACE).isAfter(now())) {
            String why = "nobody has used it for " + around.idleMax().toSeconds() + " s";
            run(() -> letGo(conversation, running.get(), why));
        }
    }

    /// A process that is down is only started for somebody; who is elsewhere may have come back.
    private boolean isToBeChecked() {
        return switch (vitals.life().status()) {
            case ONLINE ->
                upstream.conversations().stream()
                        .anyMatch(open -> open.running().isPresent());
            case OFFLINE, ERROR, REQUIRES_REAUTH -> !traits.transport().isProcess();
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
            check(Check.CREDENTIAL_VALIDATION);
            return;
        }
        for (Conversation conversation : upstream.conversations()) {
            Optional<Running> running = conversation.running();
            // Who is busy may answer late, and whoever waits for it finds out by itself.
            if (running.isEmpty() || conversation.isInUse()) {
                continue;
            }
            Optional<Loss> why = ToolList.ping(running.get().session(), PING_MAX);
            if (why.isPresent() && why.get().cause() == Loss.Cause.STALLED && !conversation.isInUse()) {
                conversation.end(running.get(), null, false).ifPresent(this::end);
            }
            why.filter(loss -> loss.cause() != Loss.Cause.GONE).ifPresent(this::failedCheck);
        }
    }

    private void failed(Loss why) {
        boolean others = traits.transport().isProcess() && !upstream.running().isEmpty();
        vitals.happened(new Happening.Failed(why, others));
    }

    private void failedCheck(Loss why) {
        vitals.happened(new Happening.Failed(why.without(traits.secrets()), false));
    }

    /// Ends a conversation for good, and waits for that.
    void end(Conversation conversation) {
        conversation.end(null, null, true).ifPresent(this::end);
    }

    private void end(Running running) {
        try {
            running.session().close();
        } finally {
            running.place().end();
        }
    }

    @Override
    public void close() {
        retry.get().cancel();
        Together.run(
                around.threads(),
                upstream.conversations().stream()
                        .<Runnable>map(conversation -> () -> end(conversation))
                        .toList());
    }

    private void execute(Runnable action, Start start) {
        try {
            around.threads().execute(action);
        } catch (RejectedExecutionException _) {
            start.cancel(new Loss(Loss.Cause.CLOSED, "the gateway is stopping"));
        }
    }

    private void run(Task task) {
        try {
            around.threads().execute(() -> {
                try {
                    task.run();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                } catch (RuntimeException e) {
                    log.atError().addKeyValue("server", name()).setCause(e).log("supervision failed");
                }
            });
        } catch (RejectedExecutionException _) {
            log.debug("the gateway is stopping");
        }
    }

    @FunctionalInterface
    private interface Task {
        void run() throws InterruptedException;
    }
}
