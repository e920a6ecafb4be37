/**
 * The operators' page: a private bucket behind CloudFront, which also forwards /api/* to the API. The browser
 * thus sees one origin and needs no CORS.
 */
import { Duration, Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  CachePolicy,
  Distribution,
  HttpVersion,
  PriceClass,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import type { PageConfig, WorkflowDefinition } from '../../handlers/contract/page.ts';
import { STAGE_NAME } from '../api/rest-api.ts';
import { addAlias } from '../cdk/dns-record.ts';
import type { DomainSettings } from '../config/domains.ts';
import type { FunctionDefaults } from '../data/foundation.ts';
import type { ApiBehaviorProps } from './api-behaviors.ts';
import { apiBehaviors } from './api-behaviors.ts';
import { DESCRIPTION_FILE, describeApi } from './api-reference.ts';
import { builtPage } from './built-page.ts';
import { acceptPageFindings, acceptUploadFindings } from './findings.ts';
import { securityHeaders } from './security-headers.ts';
import { answerWrongPaths } from './wrong-paths/wrong-path-function.ts';

/**
 * Errors that CloudFront caches for ten seconds by default, whatever Cache-Control says. A contact that was
 * just saved would still be "not found".
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
const CACHED_ERRORS = [404, 405, 414, 500, 501, 502, 503, 504];

/** The hosted zone id of every distribution, according to Route 53's documentation of alias targets. */
const CLOUDFRONT_ZONE = 'Z2FDTNDATAQYW2';

export interface OperatorPageProps extends ApiBehaviorProps {
  /** Without it, the page is at CloudFront's own host name. */
  readonly domain: DomainSettings | undefined;
  readonly defaults: FunctionDefaults;
  /** `https://…`: the sign-in host, the only one the page connects to besides its own origin. */
  readonly signInUrl: string;
  /** Whether the page has an API reference. */
  readonly apiReference: boolean;
  readonly webAclArn: string;
}

export class OperatorPage extends Construct {
  readonly url: string;
  /** CloudFront's own host name, which the DNS record of a domain points to. */
  readonly target: string;
  readonly distribution: Distribution;
  private readonly bucket: Bucket;
  private readonly props: OperatorPageProps;
  private readonly uploadLogs: LogGroup;

  constructor(scope: Construct, id: string, props: OperatorPageProps) {
    super(scope, id);
    this.props = props;
    this.bucket = new Bucket(this, 'files', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      // Every deployment builds the page again, so the bucket has nothing to keep. CloudFormation does not
      // delete a bucket that has files in it, and BucketDeployment leaves its files: because of the bucket's
      // tag it assumes that another deployment uses them.
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });
    this.uploadLogs = new LogGroup(this, 'upload-logs', {
      encryptionKey: props.defaults.key,
      retention: props.defaults.logRetentionDays,
      removalPolicy: props.defaults.removalPolicy,
    });
    const headers = securityHeaders(this, globalName(this, 'headers'), props.signInUrl);
    const distribution = new Distribution(this, 'distribution', {
      comment: 'Token Courier: operators page and API',
      defaultRootObject: 'index.html',
      ...(props.domain && ownDomain(this, props.domain)),
      webAclId: props.webAclArn,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      // Without a custom error page, which would also replace the API's problem documents: a function answers
      // wrong paths.
      errorResponses: CACHED_ERRORS.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket, {
          originAccessControl: new S3OriginAccessControl(this, 'reader', {
            originAccessControlName: globalName(this, 'reader'),
          }),
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: headers,
        functionAssociations: [answerWrongPaths(this, props.apiReference)],
        compress: true,
      },
      additionalBehaviors: apiBehaviors(props, headers),
    });
    acceptPageFindings(this.bucket, distribution);
    this.distribution = distribution;
    this.target = distribution.distributionDomainName;
    this.url = `https://${props.domain?.domainName ?? this.target}`;
    if (props.domain?.hostedZoneId) {
      addAlias(this, 'record', {
        hostedZoneId: props.domain.hostedZoneId,
        domainName: props.domain.domainName,
        types: ['A', 'AAAA'],
        target: { dnsName: this.target, hostedZoneId: CLOUDFRONT_ZONE },
      });
    }
  }

  /**
   * Uploads the built page and what it reads. Hashed assets are cached for a year, and the rest is
   * revalidated.
   */
  deploy(config: PageConfig, workflow: WorkflowDefinition): void {
    const page = builtPage(this.props.apiReference);
    const unhashed = ['*.html', '*.svg', '*.txt', 'not-found.css', 'config.json', 'workflow.json'];
    new BucketDeployment(this, 'assets', {
      destinationBucket: this.bucket,
      logGroup: this.uploadLogs,
      sources: [page],
      exclude: unhashed,
      prune: false,
      cacheControl: [CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
    });
    const documents = new BucketDeployment(this, 'documents', {
      destinationBucket: this.bucket,
      logGroup: this.uploadLogs,
      sources: [page, Source.jsonData('config.json', config), Source.jsonData('workflow.json', workflow)],
      exclude: ['*'],
      include: unhashed,
      prune: false,
      cacheControl: [CacheControl.noCache()],
    });
    acceptUploadFindings(documents, this.bucket);
    if (this.props.apiReference) {
      this.deployDescription();
    }
  }

  /** Uploads the API's description by itself, because S3 would guess no media type for it (RFC 9512). */
  private deployDescription(): void {
    const description = describeApi({
      apiUrl: `${this.url}/${STAGE_NAME}`,
      signInUrl: this.props.signInUrl,
    });
    new BucketDeployment(this, 'description', {
      destinationBucket: this.bucket,
      logGroup: this.uploadLogs,
      sources: [Source.data(DESCRIPTION_FILE, description)],
      prune: false,
      contentType: 'application/yaml',
      cacheControl: [CacheControl.noCache()],
    });
  }
}

/**
 * The page's own host name, with TLS 1.2 as the minimum version and only ciphers with forward secrecy.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
 */
const ownDomain = (scope: Construct, { domainName, certificateArn }: DomainSettings) => ({
  domainNames: [domainName],
  certificate: Certificate.fromCertificateArn(scope, 'certificate', certificateArn),
  minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
});

/**
 * A name that is unique in the whole account, across regions, within CloudFront's limit of 64 characters.
 */
const globalName = (scope: Construct, name: string): string =>
  `${Names.uniqueResourceName(scope, { maxLength: 40, separator: '-' })}-${name}-${Stack.of(scope).region}`;
