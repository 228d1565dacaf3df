package dev.perigee.gateway.upstream.stdio;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.MalformedMessage;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.gateway.upstream.Loss.Cause;
import dev.perigee.gateway.upstream.stdio.Exchanges.Route;
import dev.perigee.gateway.upstream.stdio.Exchanges.UnderWay;
import dev.perigee.gateway.upstream.stdio.InstanceLog.Source;
import dev.perigee.process.RunningTree;
import dev.perigee.process.TreeInput;
import dev.perigee.process.TreeSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The conversation with a server that is a child process. It ends with the process, and the process with it: stdin is
/// closed, then SIGTERM and SIGKILL reach the whole tree. Thread-safe: its lock guards what is under way, and is held
/// for
/// nothing that waits.
final class StdioConnection implements Connection {
    private static final Logger log = LoggerFactory.getLogger(StdioConnection.class);

    private static final int TOO_LONG_CHARS_MAX = 200;

    private final RunningTree tree;
    private final StdioSettings settings;
    private final InstanceLog instanceLog;
    private final Noise noise;
    private final Listener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Exchanges exchanges = new Exchanges();
    private final AtomicBoolean leaving = new AtomicBoolean();
    /// Guarded by the lock: the bytes that were offered to the server in all.
    private long offered;

    /// Written under the lock.
    private volatile @Nullable Loss loss;

    /// Confined to the thread that reads.
    private int noiseLines;

    StdioConnection(RunningTree tree, StdioSettings settings, InstanceLog instanceLog, Listener listener) {
        this.tree = tree;
        this.settings = settings;
        this.instanceLog = instanceLog;
        this.noise = new Noise(instanceLog);
        this.listener = listener;
    }

    @Override
    public Exchange begin(Message.Request request) {
        byte[] line = line(request.json());
        Exchange exchange;
        TreeInput.Offer offer;
        lock.lock();
        try {
            Loss why = loss;
            if (why == null && exchanges.isFull()) {
                why = new Loss(Cause.STALLED, "the server owes " + Exchanges.UNDER_WAY_MAX + " answers");
            }
            if (why != null) {
                return over(request, why);
            }
            exchange = exchanges.begin(request, offered);
            offer = offer(line);
        } finally {
            lock.unlock();
        }
        heed(offer);
        return exchange;
    }

    @Override
    public void send(Message.Notification notification) {
        byte[] line = line(notification.json());
        TreeInput.Offer offer;
        lock.lock();
        try {
            if (notification.method().equals("notifications/cancelled")) {
                exchanges.cancel(notification);
            }
            offer = offer(line);
        } finally {
            lock.unlock();
        }
        heed(offer);
    }

    @Override
    public void answer(Message.Response response) {
        byte[] line = line(response.json());
        TreeInput.Offer offer;
        lock.lock();
        try {
            exchanges.answered(response.id());
            offer = offer(line);
        } finally {
            lock.unlock();
        }
        heed(offer);
    }

    @Override
    public void close() {
        end(new Loss(Cause.CLOSED, "the gateway ended it"));
        leave();
    }

    boolean isLost() {
        return loss != null;
    }

    /// The server wrote a line.
    void heard(byte[] line) {
        if (isLost() || isBlank(line)) {
            return;
        }
        try {
            Message message = Message.parse(line);
            noiseLines = 0;
            take(message);
        } catch (MalformedMessage e) {
            noise.note(Source.STDOUT, ServerProcess.text(line));
            if (++noiseLines > settings.noiseLinesMax()) {
                misbehaved("more than " + settings.noiseLinesMax() + " lines in a row that are no messages");
            }
        } catch (RuntimeException e) {
            // A connection that hears nothing more must not look alive.
            log.error("A message of {} could not be handled", tree.id(), e);
            misbehaved("a message that could not be handled");
        }
    }

    private void take(Message message) {
        switch (message) {
            case Message.Response response -> take(response);
            case Message.Request request -> take(request);
            case Message.Notification notification -> take(notification);
        }
    }

    void heardTooMuch(byte[] start) {
        String text = ServerProcess.text(start);
        noise.note(Source.STDOUT, text.substring(0, Math.min(TOO_LONG_CHARS_MAX, text.length())));
        misbehaved("a line of more than " + settings.lineBytesMax() + " bytes");
    }

    /// The server no longer listens or talks, and may be about to exit, which would say more.
    void closedByServer(String what) {
        if (!isLost() && leaving.compareAndSet(false, true)) {
            Thread.ofVirtual().name("mcp-leaving").start(() -> {
                tree.input().close();
                if (!endsWithin(settings.goodbye())) {
                    lost(new Loss(Cause.GONE, "the server " + what));
                    tree.terminate();
                }
            });
        }
    }

    void ended(byte[] unfinished, Loss why) {
        noise.sum();
        if (unfinished.length > 0 && !isLost()) {
            instanceLog.add(Source.STDOUT, ServerProcess.text(unfinished));
            instanceLog.add(Source.GATEWAY, "ended within a line of " + unfinished.length + " bytes");
        }
        lost(why);
    }

    private void take(Message.Response response) {
        Optional<Exchange> exchange = locked(() -> exchanges.end(response.id()));
        exchange.ifPresentOrElse(
                known -> known.offer(new Exchange.Event.Answered(response)),
                () -> noise.note(Source.GATEWAY, "dropped an answer to " + response.id() + ", which is not under way"));
    }

    private void take(Message.Request request) {
        switch (locked(() -> exchanges.route(request))) {
            case Route.Into(Exchange exchange) -> exchange.offer(new Exchange.Event.Asked(request));
            case Route.ToListener() -> tell(() -> listener.asked(request));
            case Route.Nowhere(String why) -> noise.note(Source.GATEWAY, "dropped a request: " + why);
        }
    }

    private void take(Message.Notification notification) {
        switch (locked(() -> exchanges.route(notification))) {
            case Route.Into(Exchange exchange) -> exchange.offer(new Exchange.Event.Told(notification));
            case Route.ToListener() -> tell(() -> listener.heard(notification));
            case Route.Nowhere(String why) -> noise.note(Source.GATEWAY, "dropped a notification: " + why);
        }
    }

    private static Exchange over(Message.Request request, Loss why) {
        Exchange exchange = new Exchange(request.id());
        exchange.offer(new Exchange.Event.Lost(why, false));
        return exchange;
    }

    private TreeInput.Offer offer(byte[] line) {
        TreeInput.Offer offer = loss == null ? tree.input().offer(line) : TreeInput.Offer.TAKEN;
        offered += loss == null && offer == TreeInput.Offer.TAKEN ? line.length : 0;
        return offer;
    }

    private void heed(TreeInput.Offer offer) {
        switch (offer) {
            case TAKEN -> {}
            case FULL -> {
                lost(new Loss(
                        Cause.STALLED, "the server does not read: " + settings.inputBytesMax() + " bytes wait for it"));
                tree.terminate();
            }
            case CLOSED -> closedByServer("closed its stdin");
        }
    }

    private void misbehaved(String how) {
        lost(new Loss(Cause.MISBEHAVED, "the server wrote " + how));
        tree.terminate();
    }

    private void lost(Loss why) {
        if (end(why)) {
            tell(() -> listener.lost(why));
        }
    }

    /// Whether it was this that ended it.
    private boolean end(Loss why) {
        List<UnderWay> all;
        lock.lock();
        try {
            if (loss != null) {
                return false;
            }
            loss = why;
            all = exchanges.endAll();
        } finally {
            lock.unlock();
        }
        // What still waits must not reach the server after its request was said not to have.
        tree.input().cut();
        long written = tree.input().written();
        all.forEach(call -> call.exchange().offer(new Exchange.Event.Lost(why, written > call.position())));
        instanceLog.add(Source.GATEWAY, "connection " + why.cause() + ": " + why.explanation());
        return true;
    }

    private void leave() {
        if (!endsWithin(settings.goodbye())) {
            tree.terminate();
            endsWithin(settings.grace().plus(TreeSettings.KILL_PATIENCE));
        }
    }

    private boolean endsWithin(Duration time) {
        try {
            return tree.await(time).isPresent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// What a listener throws is its own fault and ends no conversation.
    private static void tell(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            log.warn("A listener failed", e);
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private static boolean isBlank(byte[] line) {
        int i = 0;
        while (i < line.length && line[i] <= ' ' && line[i] >= 0) {
            i++;
        }
        return i == line.length;
    }

    /// A line break in JSON stands outside of the strings, where a space means the same.
    private static byte[] line(JsonObject json) {
        byte[] bytes = json.bytes();
        byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
        for (int i = 0; i < bytes.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        line[bytes.length] = '\n';
        return line;
    }
}
