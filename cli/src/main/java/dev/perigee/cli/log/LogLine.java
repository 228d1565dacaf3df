package dev.perigee.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/// An event as one line: `2026-01-01T00:00:00.123Z INFO  Dispatcher message key=value other="two words"`, and below it
/// the stack trace where there is one.
final class LogLine extends LayoutBase<ILoggingEvent> {
    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        line.append(time(event.getTimeStamp())).append(' ');
        String level = event.getLevel().toString();
        line.append(level).repeat(' ', Math.max(0, 5 - level.length())).append(' ');
        String logger = event.getLoggerName();
        line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(' ');
        line.append(escaped(String.valueOf(event.getFormattedMessage())));
        event.getMDCPropertyMap().forEach((key, value) -> append(line, key, value));
        @Nullable List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> append(line, pair.key, pair.value));
        }
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString();
    }

    private static String time(long epochMillis) {
        String time = Instant.ofEpochMilli(epochMillis).toString();
        // Instant leaves out a fraction of zero; a fixed width keeps the lines aligned
        return time.indexOf('.') < 0 ? time.replace("Z", ".000Z") : time;
    }

    private static void append(StringBuilder line, String key, @Nullable Object value) {
        String text = escaped(String.valueOf(value));
        line.append(' ').append(key).append('=');
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ' ' || c == '"' || c == '=');
        line.append(plain ? text : '"' + text.replace("\"", "\\\"") + '"');
    }

    private static String escaped(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        return text.replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t")
                .replaceAll("\\p{Cntrl}", "?");
    }
}
