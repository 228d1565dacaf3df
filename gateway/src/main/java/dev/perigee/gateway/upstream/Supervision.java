package dev.perigee.gateway.upstream;

import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.mcp.ProtocolVersion.Era;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.Conversation.Past;
import dev.perigee.gateway.upstream.Conversation.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Keeps one server alive: opens what is needed, starts again what crashed, lets go what is idle, and looks
/// whether what runs is well. What it has to wait for it does on threads of its own. Thread-safe.
final class Supervision implements Conversation.Server, AutoCloseable {
    static final ClientProfile SELF =
            new ClientProfile(JsonObject.EMPTY, JsonObject.of("{\"name\":\"perigee\",\"version\":\"0.1.0\"}"));
    static final Duration GRACE = Duration.ofMinutes(1);
    static final Duration ROOM_RETRY = Duration.ofSeconds(30);

    private final Upstream upstream;
    private final Upstream.Traits traits;
    private final Upstream.Surroundings around;
    private final Vitals vitals;
    private final Checkup checkup;
    private final Chores chores;
    private final AtomicReference<Alarm.Pending> retry = new AtomicReference<>(() -> {});
    private final SessionOpening sessions;
    private volatile @Nullable Instant lastUse;

    Supervision(Upstream upstream, Upstream.Traits traits, Upstream.Surroundings around, Vitals vitals) {
        this.upstream = upstream;
        this.traits = traits;
        this.around = around;
        this.vitals = vitals;
        this.sessions = new SessionOpening(traits.transport());
        this.checkup = new Checkup(upstream, traits, around, vitals, Supervision::end);
        this.chores = new Chores(upstream.name(), around.threads());
    }

    @Override
    public ServerName name() {
        return upstream.name();
    }

    @Override
    public Instant now() {
        return around.clock().instant();
    }

    /// The era that the server speaks; empty until that is known.
    Optional<Era> era() {
        return sessions.era();
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
        upstream.refuseBlocked();
        Instant begun = now();
        Conversation.Lease place = place(conversation);
        vitals.happened(new Happening.Starting(start.wanted() ? "somebody needs it" : "it is started again"));
        Usage usage = new Usage(around.clock());
        Attempts attempts = new Attempts(traits.connector(), start, usage, around.clock());
        boolean open = false;
        try {
            UpstreamSession session = sessions.open(attempts, conversation.profile(), listener, around.greetingMax());
            open = true;
            return new Running(session, usage, now(), Duration.between(begun, now()), attempts.process(), place);
        } catch (ConnectFailed e) {
            Loss why = explained(e.why()).without(traits.secrets());
            if (start.isCancelled()) {
                givenUp();
            } else {
                notStarted(conversation, start, why, attempts.deaths());
            }
            throw new ConnectFailed(why);
        } finally {
            if (!open) {
                place.end();
            }
        }
    }

    /// A program that is slow to start is mostly one that has too little to start with.
    private Loss explained(Loss why) {
        return traits.transport().isProcess() && why.cause() == Loss.Cause.STALLED
                ? new Loss(why.cause(), why.explanation() + "; if it needs more to start, give it more \"resources\"")
                : why;
    }

    @Override
    public void givenUp() {
        if (!upstream.isClosed()) {
            failed(new Loss(Loss.Cause.CLOSED, "its start was given up; the next call starts it"));
        }
    }

    /// Each process that ended counts, also where the second was started in case the first had ended of a question.
    private void notStarted(Conversation conversation, Start start, Loss why, List<Attempts.Death> deaths) {
        if (!traits.transport().isProcess() || deaths.isEmpty() || why.cause() != Loss.Cause.GONE) {
            failed(why);
            return;
        }
        Optional<Duration> again = Optional.empty();
        for (Attempts.Death death : deaths) {
            Loss shown = death.why().without(traits.secrets());
            again = crashed(conversation, shown, death.ran(), start.wanted(), death.process());
        }
        again.ifPresent(start::followedBy);
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
        checkup.readTools(running.session());
    }

    @Override
    public void heard(Running running, Message.Notification notification) {
        traits.hearer().accept(notification);
        if (notification.method().equals("notifications/tools/list_changed")) {
            checkup.toolsChanged(running.session());
        }
    }

    @Override
    public void lost(Conversation conversation, Running running, Loss why) {
        Loss shown = why.without(traits.secrets());
        lastUse();
        if (why.cause() == Loss.Cause.GONE) {
            running.place().end();
        } else {
            chores.run(() -> end(running));
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
        if (conversation.endIdle(running, past)) {
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
            checkup.readTools(session);
        } catch (ConnectFailed e) {
            if (e.why().cause() == Loss.Cause.UNAVAILABLE && !vitals.life().isBlocked() && !upstream.isClosed()) {
                later(around.alarm().after(ROOM_RETRY, () -> chores.run(this::discover)));
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
        endAll(why);
        try {
            // Another version of it may have been put in its place.
            checkup.readToolsAgain(upstream.ownSession());
        } catch (ConnectFailed _) {
            // Its life has taken note of why.
        }
    }

    void redeploy(String why) throws InterruptedException {
        vitals.forgetTools();
        restart(why);
    }

    /// What is well is left alone.
    void recover(String why) throws InterruptedException {
        switch (vitals.life().status()) {
            case PERMANENTLY_FAILED -> redeploy(why);
            case OFFLINE, ERROR, REQUIRES_REAUTH -> {
                if (vitals.life().delay(now()).isPositive()) {
                    redeploy(why);
                } else {
                    vitals.forgetTools();
                    endAll(why);
                    discover();
                }
            }
            case AWAITING_USER_CONFIG,
                    PROVISIONING,
                    COMMAND_RECEIVED,
                    CONNECTING,
                    DISCOVERING_TOOLS,
                    SYNCING_TOOLS,
                    ONLINE,
                    RESTARTING -> discover();
        }
    }

    private void endAll(String why) throws InterruptedException {
        sessions.forget();
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
                            conversation.end(null, past, false).ifPresent(open -> {
                                end(open);
                                conversation.tellClients(new Loss(Loss.Cause.CLOSED, why));
                            });
                        })
                        .toList());
    }

    Check.Finding check(Check check) throws InterruptedException {
        return checkup.check(check);
    }

    void look() {
        if (traits.transport().isProcess()) {
            upstream.conversations().forEach(this::letGoIfIdle);
        }
        checkup.look();
    }

    private void letGoIfIdle(Conversation conversation) {
        Optional<Running> running = conversation.running();
        Optional<Instant> idleSince = conversation.idleSince();
        if (running.isPresent()
                && idleSince.isPresent()
                && !idleSince.get().plus(around.idleMax()).isAfter(now())
                && !running.get().since().plus(GRACE).isAfter(now())) {
            String why = "nobody has used it for " + around.idleMax().toSeconds() + " s";
            chores.run(() -> letGo(conversation, running.get(), why));
        }
    }

    private void failed(Loss why) {
        boolean others = traits.transport().isProcess() && !upstream.running().isEmpty();
        vitals.happened(new Happening.Failed(why, others));
    }

    /// Ends a conversation for good, and waits for that.
    void end(Conversation conversation) {
        conversation.end(null, null, true).ifPresent(running -> {
            end(running);
            if (traits.transport().isProcess() && upstream.running().isEmpty() && !upstream.isClosed()) {
                vitals.happened(new Happening.LetGo("dormant: its last client has left; the next call starts it"));
            }
        });
    }

    private static void end(Running running) {
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
}
