import { ChangeDetectionStrategy, Component } from '@angular/core';

@Component({ selector: 'app-collections-page', changeDetection: ChangeDetectionStrategy.OnPush, template: '' })
export class CollectionsPage {}
