/** Whether requests to the API pass its firewall, and which card they meet first. */
import type { Deployed } from './zone.ts';

export const isGuarded = ({ deployment }: Deployed): boolean =>
  deployment.all('AWS::WAFv2::WebACLAssociation').length > 0;

export const firstOfApi = (deployed: Deployed): 'api-firewall' | 'api' =>
  isGuarded(deployed) ? 'api-firewall' : 'api';
