npx cdk bootstrap aws://ACCOUNT/eu-central-1 aws://ACCOUNT/us-east-1
npx cdk deploy --all

# A test destination has to be configured; nothing is sent to it.
export TOKEN_COURIER_CLIENT_SECRET=…
npm run smoke -- --url PageUrl --token-url TokenUrl --client-id MachineClientId \
  --phone-number +15005550006 --token 424242
