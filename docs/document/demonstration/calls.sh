# 1. The password was right: have a code sent.
curl https://courier.example.com/api/tokens \
  -H "Authorization: Bearer $ACCESS_TOKEN" -H 'Content-Type: application/json' \
  -d '{"user_id": "ada.lovelace", "phone_number": "+12025550143"}'

# 2. The person typed 123456: is it right?
curl https://courier.example.com/api/tokens/verify \
  -H "Authorization: Bearer $ACCESS_TOKEN" -H 'Content-Type: application/json' \
  -d '{"user_id": "ada.lovelace", "token": "123456"}'
