/**
 * The shared kernel: what every context uses and none owns.
 *
 * <ul>
 *   <li>Values: {@link commerce.kernel.Money}, {@link commerce.kernel.Line}, {@link commerce.kernel.Names}, {@link commerce.kernel.OrderIds}.
 *   <li>Lambda's edge: {@link commerce.kernel.HttpOperation}, {@link commerce.kernel.TaskOperation},
 *       {@link commerce.kernel.EventConsumer}, {@link commerce.kernel.EventPublisher}, {@link commerce.kernel.EventRepublisher}.
 *   <li>Input and refusal: {@link commerce.kernel.Body}, {@link commerce.kernel.Problem}.
 *   <li>Writes: {@link commerce.kernel.Items}, {@link commerce.kernel.Transactions}, {@link commerce.kernel.Idempotency},
 *       {@link commerce.kernel.Outbox}.
 *   <li>The world outside: {@link commerce.kernel.Settings}, {@link commerce.kernel.AwsConnection},
 *       {@link commerce.kernel.FunctionInvoker}, an injected {@link java.time.Clock}.
 * </ul>
 *
 * It knows no context: nothing here names an order, a coupon or a payment.
 */
package commerce.kernel;
