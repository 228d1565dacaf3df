package dev.perigee.gateway.door;

import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.http.Call;
import dev.perigee.http.EventStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The answer to one request of the modern era: JSON with the status that goes with an error, or a stream once
/// something comes before the response. Used by one thread.
final class ModernReply {
    private final Call call;
    private final Duration slowMax;
    private @Nullable ClientStream stream;

    ModernReply(Call call, Duration slowMax) {
        this.call = call;
        this.slowMax = slowMax;
    }

    /// False when the client takes nothing.
    boolean tell(Message message) throws InterruptedException {
        return stream().add(message, slowMax);
    }

    /// False when the client has gone.
    boolean finish(Message.Response response) {
        if (stream == null) {
            return call.reply(
                    status(response.errorCode()), Door.JSON, response.json().bytes());
        }
        stream.finish(response);
        return true;
    }

    /// The stream, which is opened if it is not.
    ClientStream stream() {
        ClientStream open = stream;
        if (open == null) {
            open = ClientStream.once();
            EventStream events = call.stream(open.readAfter(0));
            events.open();
            open.hintThrough(events);
            stream = open;
        }
        return open;
    }

    /// Bad parameters have none of their own: but for what each request must say of itself, they are found by
    /// whoever does the request.
    static int status(int errorCode) {
        return switch (errorCode) {
            case RpcError.METHOD_NOT_FOUND -> 404;
            case RpcError.PARSE_ERROR,
                    RpcError.INVALID_REQUEST,
                    RpcError.HEADER_MISMATCH,
                    RpcError.MISSING_CAPABILITY,
                    RpcError.UNSUPPORTED_VERSION -> 400;
            default -> 200;
        };
    }
}
