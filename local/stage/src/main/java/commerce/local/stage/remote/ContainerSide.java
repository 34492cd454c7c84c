package commerce.local.stage.remote;

import java.net.InetAddress;

/**
 * How containers see this machine.
 *
 * @param address of this machine, to listen on
 * @param knownAs the name or address by which containers reach it
 */
public record ContainerSide(InetAddress address, String knownAs) {

    /** Functions that run on this machine itself. */
    public static ContainerSide none() {
        return new ContainerSide(InetAddress.getLoopbackAddress(), "127.0.0.1");
    }
}
