package commerce.kernel;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;

/** The invocation's context with no nulls in it: the logging backend throws on a null value, and hosts leave some fields out. */
record LoggedContext(Context context) implements Context {

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }

    @Override
    public String getAwsRequestId() {
        return orEmpty(context.getAwsRequestId());
    }

    @Override
    public String getLogGroupName() {
        return orEmpty(context.getLogGroupName());
    }

    @Override
    public String getLogStreamName() {
        return orEmpty(context.getLogStreamName());
    }

    @Override
    public String getFunctionName() {
        return orEmpty(context.getFunctionName());
    }

    @Override
    public String getFunctionVersion() {
        return orEmpty(context.getFunctionVersion());
    }

    @Override
    public String getInvokedFunctionArn() {
        return orEmpty(context.getInvokedFunctionArn());
    }

    @Override
    public CognitoIdentity getIdentity() {
        return context.getIdentity();
    }

    @Override
    public ClientContext getClientContext() {
        return context.getClientContext();
    }

    @Override
    public int getRemainingTimeInMillis() {
        return context.getRemainingTimeInMillis();
    }

    @Override
    public int getMemoryLimitInMB() {
        return context.getMemoryLimitInMB();
    }

    @Override
    public LambdaLogger getLogger() {
        return context.getLogger();
    }
}
